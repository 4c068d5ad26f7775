package dl.syntax;

import dl.source.Span;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Compares trees by everything but the places in their texts.
public final class SameTree {
    /// What reads the components of a record, without those that are places; looked up once for each class.
    private static final ClassValue<Method[]> ACCESSORS = new ClassValue<>() {
        @Override
        protected Method[] computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents()).filter(component -> component.getType() != Span.class)
                    .map(RecordComponent::getAccessor).peek(accessor -> accessor.setAccessible(true)).toArray(Method[]::new);
        }
    };

    private SameTree() {}

    /// Whether two pieces of syntax say the same. No recursion: a sum is as deep as it has terms.
    public static boolean test(Object a, Object b) {
        Deque<Object> pairs = new ArrayDeque<>(List.of(a, b));
        while (!pairs.isEmpty()) {
            if (!shallow(pairs.removeFirst(), pairs.removeFirst(), pairs)) {
                return false;
            }
        }
        return true;
    }

    /// Compares two pieces by all but their parts, which wait as pairs.
    private static boolean shallow(Object a, Object b, Deque<Object> pairs) {
        return switch (a) {
            case List<?> list -> b instanceof List<?> other && elements(list, other, pairs);
            case Optional<?> optional -> b instanceof Optional<?> other && elements(optional.stream().toList(), other.stream().toList(), pairs);
            case Record node -> node.getClass() == b.getClass() && components(node, b, pairs);
            default -> a.equals(b);
        };
    }

    private static boolean elements(List<?> a, List<?> b, Deque<Object> pairs) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            pairs.addLast(a.get(i));
            pairs.addLast(b.get(i));
        }
        return true;
    }

    private static boolean components(Record a, Object b, Deque<Object> pairs) {
        try {
            for (Method accessor : ACCESSORS.get(a.getClass())) {
                pairs.addLast(accessor.invoke(a));
                pairs.addLast(accessor.invoke(b));
            }
            return true;
        } catch (IllegalAccessException | InvocationTargetException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
