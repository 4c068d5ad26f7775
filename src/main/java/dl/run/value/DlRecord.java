package dl.run.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An immutable record: string keys in the order of insertion, each with a value.
public final class DlRecord {
    public static final DlRecord EMPTY = new DlRecord(new String[0]);

    /// From this many keys on a record finds them by a table instead of looking at each.
    private static final int TABLE_FROM = 9;

    private final String[] keys;
    private final Object[] values;
    private final Map<String, Integer> table;
    private final Optional<Throwable> origin;
    private @Nullable Object claim;

    /// Keys must be distinct; both arrays are given away.
    public DlRecord(String[] keys, Object... values) {
        this(keys, values, Optional.empty());
    }

    private DlRecord(String[] keys, Object[] values, Optional<Throwable> origin) {
        this.keys = keys;
        this.values = values;
        this.origin = origin;
        this.table = keys.length < TABLE_FROM ? Map.of() : positions(keys);
    }

    public static DlRecord of(Map<String, ?> entries) {
        return new DlRecord(entries.keySet().toArray(new String[0]), entries.values().toArray());
    }

    /// The record that `catch` binds; it remembers the error, so that throwing it again keeps its place.
    public static DlRecord caught(Map<String, ?> entries, Throwable origin) {
        return new DlRecord(entries.keySet().toArray(new String[0]), entries.values().toArray(), Optional.of(origin));
    }

    /// The error that this record was caught from.
    public Optional<Throwable> origin() {
        return origin;
    }

    public int size() {
        return keys.length;
    }

    /// What records of the same keys in the same order, made at one place, have in common. Not to be changed.
    public String[] layout() {
        return keys;
    }

    public String key(int index) {
        return keys[index];
    }

    public Object value(int index) {
        return values[index];
    }

    public List<String> keys() {
        return List.of(keys);
    }

    /// The position of a key, or -1.
    public int indexOf(String key) {
        if (keys.length >= TABLE_FROM) {
            return table.getOrDefault(key, -1);
        }
        for (int i = 0; i < keys.length; i++) {
            if (keys[i].equals(key)) {
                return i;
            }
        }
        return -1;
    }

    public boolean has(String key) {
        return indexOf(key) >= 0;
    }

    /// The value of a key that is there.
    public Object get(String key) {
        return values[indexOf(key)];
    }

    /// This record with `key` set: in its place when there, at the end otherwise.
    public DlRecord with(String key, Object value) {
        int at = indexOf(key);
        if (at >= 0) {
            return withValue(at, value);
        }
        String[] moreKeys = Arrays.copyOf(keys, keys.length + 1);
        Object[] moreValues = Arrays.copyOf(values, keys.length + 1, Object[].class);
        moreKeys[keys.length] = key;
        moreValues[keys.length] = value;
        return new DlRecord(moreKeys, moreValues);
    }

    /// This record with another value at a position.
    public DlRecord withValue(int index, Object value) {
        Object[] changed = Arrays.copyOf(values, values.length, Object[].class);
        changed[index] = value;
        return new DlRecord(keys, changed);
    }

    /// Notes that only the holder of this token can reach this record.
    public void claim(Object token) {
        claim = token;
    }

    public boolean claimedBy(Object token) {
        return claim == token;
    }

    /// Changes this record itself, which must be claimed.
    public void setInPlace(int index, Object value) {
        values[index] = value;
    }

    /// A record with the same keys and other values.
    public DlRecord withValues(Object[] replacement) {
        return new DlRecord(keys, replacement);
    }

    public DlRecord without(List<String> dropped) {
        List<String> keptKeys = new ArrayList<>();
        List<Object> keptValues = new ArrayList<>();
        for (int i = 0; i < keys.length; i++) {
            if (!dropped.contains(keys[i])) {
                keptKeys.add(keys[i]);
                keptValues.add(values[i]);
            }
        }
        return new DlRecord(keptKeys.toArray(new String[0]), keptValues.toArray());
    }

    private static Map<String, Integer> positions(String[] keys) {
        Map<String, Integer> positions = HashMap.newHashMap(keys.length);
        for (int i = 0; i < keys.length; i++) {
            positions.put(keys[i], i);
        }
        return positions;
    }
}
