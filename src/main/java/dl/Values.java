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

/// Between dl values and Java objects.
final class Values {
    private Values() {}

    static Object toJava(Object value) {
        return switch (value) {
            case Operand operand -> Machine.number(operand.plain());
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

    static Object fromJava(@org.jspecify.annotations.Nullable Object value) {
        return switch (value) {
            case null -> Nil.NIL;
            case Integer number -> (long) number;
            case Short number -> (long) number;
            case Byte number -> (long) number;
            case Float number -> (double) number;
            case float[] array -> Tensor.of(Shape.of(array.length), array.clone());
            case double[] array -> Tensor.of(Shape.of(array.length), array.clone());
            case long[] array -> Tensor.of(Shape.of(array.length), array.clone());
            case boolean[] array -> Tensor.of(Shape.of(array.length), array.clone());
            case int[] array -> Tensor.of(Shape.of(array.length), Arrays.stream(array).asLongStream().toArray());
            case Object[] rows when rows.getClass().getComponentType().isArray() -> stacked(rows);
            case List<?> list -> new DlList(list.stream().map(Values::fromJava).toArray());
            case Map<?, ?> map -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                map.forEach((key, each) -> fields.put(key.toString(), fromJava(each)));
                yield DlRecord.of(fields);
            }
            case Object other when other instanceof Long || other instanceof Double || other instanceof Boolean || other instanceof String
                    || other.getClass().getPackageName().startsWith("dl.") -> other;
            case Object other -> throw new IllegalArgumentException("a " + other.getClass().getName() + " has no dl value");
        };
    }

    /// A rectangular array of arrays as one tensor.
    private static Tensor stacked(Object[] rows) {
        Tensor[] parts = new Tensor[rows.length];
        for (int i = 0; i < rows.length; i++) {
            parts[i] = (Tensor) fromJava(rows[i]);
            if (!parts[i].shape().equals(parts[0].shape())) {
                throw new IllegalArgumentException("the array is ragged: row 0 is " + parts[0].shape() + ", row " + i + " is " + parts[i].shape());
            }
        }
        int[] inner = parts.length == 0 ? new int[0] : parts[0].shape().toArray();
        int[] sizes = new int[inner.length + 1];
        sizes[0] = rows.length;
        System.arraycopy(inner, 0, sizes, 1, inner.length);
        Shape shape = Shape.of(sizes);
        DType dtype = parts.length == 0 ? DType.F32 : parts[0].dtype();
        Object storage = Tensor.allocate(dtype, shape.count());
        int at = 0;
        for (Tensor part : parts) {
            System.arraycopy(part.contiguousCopy().storage(), 0, storage, at, part.count());
            at += Array.getLength(part.storage());
        }
        return Tensor.over(dtype, shape, storage);
    }
}
