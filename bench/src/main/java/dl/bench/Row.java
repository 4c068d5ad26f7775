package dl.bench;

import java.util.Arrays;

/// What is measured: a kind of work and its sizes, written `sgemm:64x128x784`.
record Row(String kind, int[] sizes) {
    static Row parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new Row(text, new int[0]);
        }
        int[] sizes = Arrays.stream(text.substring(colon + 1).split("x")).mapToInt(Integer::parseInt).toArray();
        return new Row(text.substring(0, colon), sizes);
    }

    int size(int i) {
        return sizes[i];
    }
}
