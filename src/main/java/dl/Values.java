package dl;

import dl.run.Machine;
import dl.run.value.DlList;
import dl.run.value.DlRecord;
import dl.run.value.Nil;
import dl.run.value.Sequence;
import dl.tensor.DType;
import dl.tensor.Operand;
import dl.tensor.Shape;
import dl.tensor.Tensor;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/// Between dl values and Java objects.
final class Values {
    private Values() {}

    static Object toJava(Object value) {
        return switch (value) {
            case Operand operand -> Machine.number(whole(operand.plain()));
            case Sequence elements -> {
                List<Object> list = new ArrayList<>(elements.size());
                for (int i = 0; i < elements.size(); i++) {
                    list.add(toJava(elements.get(i)));
                }
                yield Collections.unmodifiableList(list);
            }
            case DlRecord fields -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = 0; i < fields.size(); i++) {
                    map.put(fields.key(i), toJava(fields.value(i)));
                }
                yield Collections.unmodifiableMap(map);
            }
            default -> value;
        };
    }

    /// The tensor itself when its storage holds nothing else, in row-major order; else a copy, since a Java program takes
    /// the array for the elements.
    private static Tensor whole(Tensor tensor) {
        int slots = tensor.dtype() == DType.C128 ? 2 : 1;
        boolean alone = tensor.contiguous() && Array.getLength(tensor.storage()) == slots * tensor.count();
        return alone ? tensor : tensor.copy();
    }

    static Object fromJava(@org.jspecify.annotations.Nullable Object value) {
        return switch (value) {
            case null -> Nil.NIL;
            case Integer number -> (long) number;
            case Short number -> (long) number;
            case Byte number -> (long) number;
            case Float number -> (double) number;
            case Character letter -> letter.toString();
            case float[] array -> Tensor.of(Shape.of(array.length), array.clone());
            case double[] array -> Tensor.of(Shape.of(array.length), array.clone());
            case long[] array -> Tensor.of(Shape.of(array.length), array.clone());
            case boolean[] array -> Tensor.of(Shape.of(array.length), array.clone());
            case int[] array -> longs(array.length, i -> array[i]);
            case short[] array -> longs(array.length, i -> array[i]);
            case byte[] array -> longs(array.length, i -> array[i]);
            case Object[] rows when rows.getClass().getComponentType().isArray() -> stacked(rows);
            case Object[] elements -> new DlList(Arrays.stream(elements).map(Values::fromJava).toArray());
            case List<?> list -> new DlList(list.stream().map(Values::fromJava).toArray());
            case Map<?, ?> map -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                map.forEach((key, each) -> {
                    if (key == null) {
                        throw new IllegalArgumentException("a map with the key null has no dl value");
                    }
                    fields.put(key.toString(), fromJava(each));
                });
                yield DlRecord.of(fields);
            }
            case Object other when other instanceof Long || other instanceof Double || other instanceof Boolean || other instanceof String
                    || other.getClass().getPackageName().startsWith("dl.") -> other;
            case Object other -> throw new IllegalArgumentException("a " + other.getClass().getTypeName() + " has no dl value");
        };
    }

    private static Tensor longs(int length, IntToLongFunction element) {
        return Tensor.of(Shape.of(length), IntStream.range(0, length).mapToLong(element).toArray());
    }

    /// A rectangular array of arrays as one tensor; an array of arrays of objects as a list of lists.
    private static Object stacked(Object[] rows) {
        Class<?> element = rows.getClass().getComponentType();
        int rank = 1;
        for (; element.isArray(); rank++) {
            element = element.getComponentType();
        }
        if (!element.isPrimitive()) {
            return new DlList(Arrays.stream(rows).map(Values::fromJava).toArray());
        }
        if (rows.length == 0) {
            int[] none = new int[rank];
            DType dtype = ((Tensor) fromJava(Array.newInstance(element, 0))).dtype();
            return Tensor.zeros(dtype, Shape.of(none));
        }
        Tensor[] parts = new Tensor[rows.length];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] == null) {
                throw new IllegalArgumentException("the array has no row " + i + ": it is null");
            }
            parts[i] = (Tensor) fromJava(rows[i]);
            if (!parts[i].shape().equals(parts[0].shape())) {
                throw new IllegalArgumentException("the array is ragged: row 0 is " + parts[0].shape() + ", row " + i + " is " + parts[i].shape());
            }
        }
        int[] inner = parts[0].shape().toArray();
        int[] sizes = new int[inner.length + 1];
        sizes[0] = rows.length;
        System.arraycopy(inner, 0, sizes, 1, inner.length);
        Shape shape = Shape.of(sizes);
        DType dtype = parts[0].dtype();
        Object storage = Tensor.allocate(dtype, shape.count());
        int at = 0;
        for (Tensor part : parts) {
            System.arraycopy(part.contiguousCopy().storage(), 0, storage, at, part.count());
            at += Array.getLength(part.storage());
        }
        return Tensor.over(dtype, shape, storage);
    }
}
