package dev.titorelli.worker.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NativeLibrariesTest {

    private static final String LIBRARIES = "/opt/torch/lib";

    @Test
    void runsOnTheMachineThatItWasBuiltFor() {
        assertThat(new NativeLibraries("linux-aarch64", "linux-aarch64", Map.of()).problem())
                .isEmpty();
        assertThatCode(NativeLibraries::require).doesNotThrowAnyException();
    }

    @Test
    void saysHowToBuildForThisMachine() {
        assertThat(new NativeLibraries("linux-x86_64", "osx-aarch64", Map.of()).problem())
                .hasValue("this machine is osx-aarch64, and its libtorch is for linux-x86_64: build with"
                        + " -Dnatives=osx-aarch64");
    }

    @Test
    void saysThatNothingIsPublishedForThisMachine() {
        assertThat(new NativeLibraries(null, "osx-x86_64", Map.of()).problem())
                .hasValue("this machine is osx-x86_64, and there is no libtorch in this build: no libtorch is published"
                        + " for it; those for [linux-aarch64, linux-x86_64, osx-aarch64, win-x86_64] are");
    }

    @Test
    void takesTheLibtorchThatTheEnvironmentNames() {
        Map<String, String> environment =
                Map.of("PYTORCH_LIBRARY_PATH", LIBRARIES, "PYTORCH_VERSION", "2.7.1", "PYTORCH_FLAVOR", "cu128");

        assertThat(new NativeLibraries(null, "linux-x86_64", environment).problem())
                .isEmpty();
    }

    @Test
    void wantsTheFlavorOfALibtorchThatTheEnvironmentNames() {
        Map<String, String> environment = Map.of("PYTORCH_LIBRARY_PATH", LIBRARIES, "PYTORCH_VERSION", "2.7.1");

        assertThat(new NativeLibraries("linux-x86_64", "linux-x86_64", environment).problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("PYTORCH_FLAVOR is not", "cu128"));
    }

    @Test
    void namesMachinesAsTheLibrariesDo() {
        assertThat(NativeLibraries.machine("Linux", "amd64")).isEqualTo("linux-x86_64");
        assertThat(NativeLibraries.machine("Mac OS X", "aarch64")).isEqualTo("osx-aarch64");
        assertThat(NativeLibraries.machine("Windows 11", "amd64")).isEqualTo("win-x86_64");
    }
}
