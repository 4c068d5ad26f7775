package dl.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestTest {
    private static final List<String> NAMES =
            List.of("relu", "softmax", "cross_entropy", "len", "lr", "print", "mean", "max", "min", "epochs", "x", "y");

    @ParameterizedTest
    @CsvSource({
        "relui, relu", "Relu, relu", "sofmtax, softmax", "crossEntropy, cross_entropy", "cross_entrpy, cross_entropy",
        "rl, lr", "primt, print", "mena, mean", "epoch, epochs", "maxx, max", "LR, lr", "leng, len"
    })
    void aSlipFindsItsName(String typed, String meant) {
        assertThat(Suggest.closest(typed, NAMES)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"z", "q", "zz", "banana", "loss", "data", "m", "softly_spoken"})
    void aDistantNameFindsNothing(String typed) {
        assertThat(Suggest.closest(typed, NAMES)).isEmpty();
    }

    @Test
    void equallyCloseNamesAreChosenAlphabetically() {
        assertThat(Suggest.closest("mix", List.of("min", "max", "mix_"))).contains("mix_");
        assertThat(Suggest.closest("mux", List.of("mix", "max"))).contains("max");
        assertThat(Suggest.closest("mux", List.of("max", "mix"))).contains("max");
    }

    @Test
    void aNameIsNotSuggestedForItself() {
        assertThat(Suggest.closest("relu", List.of("relu"))).isEmpty();
    }
}
