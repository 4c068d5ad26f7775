package dl.op;

import dl.tensor.Shape;
import dl.tensor.Tensor;

/// Lays operands over one shape, as runs in which each operand stands still (step 0) or walks (step 1).
///
/// Flat kernels do the runs, so that broadcasting costs nothing per element.
final class Runs {
    /// One run: `at` and `step` are per operand, `out` is the place in the row-major result.
    @FunctionalInterface
    interface Body {
        void run(int[] at, int[] step, int out, int n);
    }

    private Runs() {}

    /// Operands whose innermost step is neither 0 nor 1 are replaced in `operands` by contiguous copies.
    static void over(Shape shape, Tensor[] operands, Body body) {
        int count = shape.count();
        if (count == 0) {
            return;
        }
        int k = operands.length;
        int rank = shape.rank();
        int[][] strides = new int[k][];
        for (int o = 0; o < k; o++) {
            strides[o] = strides(operands[o], shape);
            if (!walks(strides[o], shape)) {
                operands[o] = operands[o].contiguousCopy();
                strides[o] = strides(operands[o], shape);
            }
        }
        // Adjacent axes over which every operand steps evenly are one axis: fewer, longer runs.
        int[] sizes = new int[Math.max(1, rank)];
        int axes = 0;
        for (int axis = 0; axis < rank; axis++) {
            int size = shape.size(axis);
            if (size == 1) {
                continue;
            }
            boolean merges = axes > 0;
            for (int o = 0; merges && o < k; o++) {
                merges = strides[o][axes - 1] == strides[o][axis] * size;
            }
            int target = merges ? axes - 1 : axes++;
            sizes[target] = merges ? sizes[target] * size : size;
            for (int o = 0; o < k; o++) {
                strides[o][target] = strides[o][axis];
            }
        }
        int[] at = new int[k];
        int[] step = new int[k];
        int n = axes == 0 ? 1 : sizes[axes - 1];
        for (int o = 0; o < k; o++) {
            at[o] = operands[o].offset();
            step[o] = axes == 0 ? 0 : strides[o][axes - 1];
        }
        int[] index = new int[Math.max(1, axes)];
        for (int out = 0; ; ) {
            body.run(at, step, out, n);
            out += n;
            if (out >= count) {
                return;
            }
            for (int axis = axes - 2; ; axis--) {
                index[axis]++;
                boolean carries = index[axis] == sizes[axis];
                for (int o = 0; o < k; o++) {
                    at[o] += carries ? -strides[o][axis] * (sizes[axis] - 1) : strides[o][axis];
                }
                if (!carries) {
                    break;
                }
                index[axis] = 0;
            }
        }
    }

    private static int[] strides(Tensor x, Shape shape) {
        int lead = shape.rank() - x.rank();
        int[] strides = new int[shape.rank()];
        for (int i = lead; i < strides.length; i++) {
            strides[i] = x.shape().size(i - lead) == 1 ? 0 : x.stride(i - lead);
        }
        return strides;
    }

    private static boolean walks(int[] strides, Shape shape) {
        for (int axis = strides.length - 1; axis >= 0; axis--) {
            if (shape.size(axis) != 1) {
                return strides[axis] == 0 || strides[axis] == 1;
            }
        }
        return true;
    }
}
