package dl.source;

import java.util.Locale;
import java.util.Optional;

/// Finds the name that was probably meant, for "did you mean".
public final class Suggest {
    private static final int NEVER = Integer.MAX_VALUE;

    private Suggest() {}

    /// The candidate closest to a mistyped name, if one is close enough to be worth a line.
    ///
    /// Letters that change place count as one slip, and so do a letter too many, too few or another one. Case and
    /// underscores count less than a slip: `crossEntropy` finds `cross_entropy`. Names of up to two letters are found
    /// only by case or exchanged letters, since any two of them are close.
    public static Optional<String> closest(String name, Iterable<String> candidates) {
        String plain = plain(name);
        int best = NEVER;
        String found = null;
        for (String candidate : candidates) {
            if (candidate.equals(name)) {
                continue;
            }
            int cost = cost(name, plain, candidate, Math.min(best, limit(plain.length())));
            // Of equally close names the alphabetically first, so that a message does not depend on a map's order.
            if (cost < best || cost == best && cost != NEVER && candidate.compareTo(found) < 0) {
                best = cost;
                found = candidate;
            }
        }
        return Optional.ofNullable(found);
    }

    /// Costs are counted in quarters of a slip.
    private static int limit(int length) {
        if (length <= 2) {
            return 4;
        }
        return length <= 5 ? 4 : length <= 8 ? 8 : 12;
    }

    private static int cost(String name, String plain, String candidate, int limit) {
        if (name.equalsIgnoreCase(candidate)) {
            return 1;
        }
        String other = plain(candidate);
        if (other.isEmpty() || plain.isEmpty()) {
            return NEVER;
        }
        if (plain.equals(other)) {
            return 2;
        }
        if (Math.abs(plain.length() - other.length()) * 4 > limit) {
            return NEVER;
        }
        int slips = slips(plain, other);
        if (plain.length() <= 2 && !(slips == 1 && exchanged(plain, other))) {
            return NEVER;
        }
        // A different first letter is rare in slips.
        int cost = slips * 4 - (plain.charAt(0) == other.charAt(0) ? 1 : 0);
        return cost <= limit ? cost : NEVER;
    }

    private static boolean exchanged(String a, String b) {
        return a.length() == 2 && b.length() == 2 && a.charAt(0) == b.charAt(1) && a.charAt(1) == b.charAt(0);
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    /// The number of letters inserted, removed, replaced or exchanged with a neighbour (optimal string alignment).
    private static int slips(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            int[] free = before;
            before = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}
