package dl.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KernelChoiceTest {
    @Test
    void everyChoiceSaysWhy() {
        for (String name : new String[] {"auto", "scalar", "128", "256", "512"}) {
            KernelChoice choice = KernelChoice.choose(name);
            assertThat(choice.reason()).isNotBlank();
            assertThat(choice.name()).isIn("scalar", "128", "256", "512");
        }
        assertThat(KernelChoice.choose("scalar").kernels()).isSameAs(ScalarKernels.INSTANCE);
    }

    @Test
    void anUnknownNameIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> KernelChoice.choose("1024")).hasMessageContaining("auto, scalar, 128, 256 or 512");
    }
}
