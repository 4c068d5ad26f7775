package dl.kernel;

import dl.tensor.Shape;
import dl.tensor.Tensor;

/// A walk over broadcast operands whose innermost loop always has step 0 or 1, so that a flat kernel can do it.
///
/// Axes that step evenly in every operand are merged; an operand that steps otherwise is copied first.
final class Walk {
    /// One run: `position[i]` is where operand i begins in its storage, `out` where the result does.
    @FunctionalInterface
    interface Run {
        void run(int[] position, int out, int n);
    }

    /// Elements per piece of a shared loop: some microseconds of work for the cheapest kernel.
    static final int GRAIN = 1 << 15;

    /// Runs shorter than this are not worth a call each: the operands are spread out in memory first.
    private static final int SHORT = 16;

    private final Tensor[] operands;
    private final int count;
    private final int inner;
    private final int[] innerStep;
    /// Outer sizes, and per operand the stride of each outer axis.
    private final int[] sizes;
    private final int[][] strides;
    private final int outerRank;

    private Walk(Shape shape, Tensor[] operands) {
        this.operands = operands;
        this.count = shape.count();
        int rank = shape.rank();
        int many = operands.length;
        sizes = new int[rank];
        strides = new int[many][rank];
        int[] full = new int[many];
        int axes = 0;
        for (int axis = 0; axis < rank; axis++) {
            int size = shape.size(axis);
            if (size == 1) {
                continue;
            }
            boolean even = axes > 0;
            for (int i = 0; i < many; i++) {
                full[i] = stride(operands[i], axis - rank);
                even &= axes > 0 && strides[i][axes - 1] == full[i] * size;
            }
            if (even) {
                axes--;
                sizes[axes] *= size;
            } else {
                sizes[axes] = size;
            }
            for (int i = 0; i < many; i++) {
                strides[i][axes] = full[i];
            }
            axes++;
        }
        outerRank = Math.max(0, axes - 1);
        inner = axes == 0 ? 1 : sizes[axes - 1];
        innerStep = new int[many];
        for (int i = 0; i < many; i++) {
            innerStep[i] = axes == 0 ? 0 : strides[i][axes - 1];
        }
    }

    /// Prepares a walk over `operands`, each of which stretches to `shape`.
    static Walk over(Shape shape, Tensor... operands) {
        Tensor[] own = operands.clone();
        Walk walk = new Walk(shape, own);
        if (shape.count() == 0) {
            return walk;
        }
        boolean changed = false;
        boolean spread = walk.inner < SHORT && walk.outerRank > 0;
        for (int i = 0; i < own.length; i++) {
            if (spread) {
                own[i] = own[i].broadcastTo(shape).contiguousCopy();
                changed = true;
            } else if (walk.innerStep[i] != 0 && walk.innerStep[i] != 1) {
                own[i] = own[i].contiguousCopy();
                changed = true;
            }
        }
        // Copies are contiguous, so the second look finds steps of 0 and 1 only: a merged axis never gains a new step.
        return changed ? over(shape, own) : walk;
    }

    /// The operand to read: the one given, or its copy.
    Tensor operand(int i) {
        return operands[i];
    }

    /// Operand i's step in the runs, 0 or 1.
    int step(int i) {
        return innerStep[i];
    }

    /// Whether there are several runs, of so few elements that a tile of `most` holds more than one.
    boolean isShort(int most) {
        return outerRank > 0 && inner <= most / 2;
    }

    /// Elements per run.
    int inner() {
        return inner;
    }

    /// Whether an operand lies in memory as the result does.
    boolean isDense(int i) {
        boolean dense = innerStep[i] == 1;
        for (int axis = outerRank - 1, step = inner; axis >= 0; step *= sizes[axis--]) {
            dense &= strides[i][axis] == step;
        }
        return dense;
    }

    /// Whether all runs read the same elements of an operand.
    boolean isRepeated(int i) {
        boolean repeated = true;
        for (int axis = 0; axis < outerRank; axis++) {
            repeated &= strides[i][axis] == 0;
        }
        return repeated;
    }

    /// Where an operand begins in a run.
    int place(int i, int row) {
        int place = operands[i].offset();
        for (int axis = outerRank - 1, rest = row; axis >= 0; rest /= sizes[axis--]) {
            place += (axis == 0 ? rest : rest % sizes[axis]) * strides[i][axis];
        }
        return place;
    }

    /// Does all runs, shared among the threads when there is enough to do.
    void run(Parallel parallel, Run body) {
        run(parallel, GRAIN, (from, to) -> pieces(from, to, body));
    }

    /// Shares the work in portions of about `grain` elements; each portion goes through [#pieces].
    void run(Parallel parallel, int grain, Parallel.Range portion) {
        if (count == 0) {
            return;
        }
        int units = outerRank == 0 ? count : count / inner;
        int most = outerRank == 0 ? grain : Math.max(1, grain / inner);
        if (units <= most) {
            portion.run(0, units);
        } else {
            parallel.forRange(units, most, portion);
        }
    }

    /// The runs of a portion: a part of the one long run, or some of the rows.
    void pieces(int from, int to, Run body) {
        if (outerRank > 0) {
            rows(from, to, body);
            return;
        }
        int[] position = start();
        for (int i = 0; i < position.length; i++) {
            position[i] += from * innerStep[i];
        }
        body.run(position, from, to - from);
    }

    /// The runs of the elements `from` to `to`, counted in row-major order.
    void range(int from, int to, Run body) {
        if (outerRank == 0) {
            pieces(from, to, body);
            return;
        }
        for (int at = from; at < to; ) {
            int row = at / inner;
            int skipped = at - row * inner;
            int n = Math.min(to - at, inner - skipped);
            if (skipped == 0 && n == inner) {
                int rows = (to - at) / inner;
                rows(row, row + rows, body);
                at += rows * inner;
            } else {
                int[] position = start();
                for (int axis = outerRank - 1, rest = row; axis >= 0; axis--) {
                    for (int i = 0; i < position.length; i++) {
                        position[i] += rest % sizes[axis] * strides[i][axis];
                    }
                    rest /= sizes[axis];
                }
                for (int i = 0; i < position.length; i++) {
                    position[i] += skipped * innerStep[i];
                }
                body.run(position, at, n);
                at += n;
            }
        }
    }

    private int[] start() {
        int[] position = new int[operands.length];
        for (int i = 0; i < position.length; i++) {
            position[i] = operands[i].offset();
        }
        return position;
    }

    private void rows(int from, int to, Run body) {
        int[] index = new int[outerRank];
        int[] position = start();
        for (int axis = outerRank - 1, rest = from; axis >= 0; axis--) {
            index[axis] = rest % sizes[axis];
            rest /= sizes[axis];
            for (int i = 0; i < position.length; i++) {
                position[i] += index[axis] * strides[i][axis];
            }
        }
        for (int row = from; row < to; row++) {
            body.run(position, row * inner, inner);
            for (int axis = outerRank - 1; axis >= 0; axis--) {
                boolean carry = ++index[axis] == sizes[axis];
                for (int i = 0; i < position.length; i++) {
                    position[i] += carry ? -(sizes[axis] - 1) * strides[i][axis] : strides[i][axis];
                }
                if (!carry) {
                    break;
                }
                index[axis] = 0;
            }
        }
    }

    /// The stride along an axis counted from the end, 0 where the operand is stretched.
    private static int stride(Tensor operand, int axisFromEnd) {
        int axis = operand.rank() + axisFromEnd;
        return axis < 0 || operand.shape().size(axis) == 1 ? 0 : operand.stride(axis);
    }
}
