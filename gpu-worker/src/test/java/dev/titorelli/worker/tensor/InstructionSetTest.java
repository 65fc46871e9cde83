package dev.titorelli.worker.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InstructionSetTest {
    @Test
    void namesTheExtensionsThatChooseKernels() {
        Stream<String> cpuInfo =
                Stream.of("processor\t: 0", "flags\t\t: fpu sse avx512f avx2 amx_bf16", "flags\t: other");
        assertThat(InstructionSet.name("amd64", cpuInfo, Map.of())).isEqualTo("amd64 avx2 avx512f amx_bf16");
    }

    @Test
    void namesAnOverride() {
        assertThat(InstructionSet.name("amd64", Stream.of(), Map.of("ATEN_CPU_CAPABILITY", "avx2")))
                .isEqualTo("amd64 capability=avx2");
    }
}
