package dev.titorelli.worker.tensor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The processor's vector extensions, by which libtorch chooses its kernels; DJL can't ask libtorch itself. The
 * environment variable {@code ATEN_CPU_CAPABILITY}, which overrides the choice, is part of it.
 */
public final class InstructionSet {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final List<String> KERNEL_FLAGS = List.of(
            "avx2",
            "avx512f",
            "avx512vl",
            "avx512_vnni",
            "avx512_bf16",
            "avx512_fp16",
            "amx_tile",
            "amx_bf16",
            "amx_int8");

    private InstructionSet() {}

    /** Such as {@code amd64 avx2 avx512f}. */
    public static String ofThisMachine() {
        return name(System.getProperty("os.arch"), cpuInfo(), System.getenv());
    }

    /** What the processor calls itself; empty where the system doesn't tell. Its caches, too, may decide which kernel runs. */
    public static String processor() {
        return cpuInfo()
                .filter(line ->
                        line.startsWith("model") || line.startsWith("stepping") || line.startsWith("cache size"))
                .distinct()
                .collect(Collectors.joining("\n"));
    }

    /** Whether a name has instructions that multiply BF16 matrices. */
    static boolean hasBf16(String name) {
        List<String> flags = Arrays.asList(name.split(" ", -1));
        return flags.contains("amx_bf16") || flags.contains("avx512_bf16");
    }

    static String name(String architecture, Stream<String> cpuInfo, Map<String, String> environment) {
        Set<String> flags = cpuInfo.filter(line -> line.startsWith("flags"))
                .findFirst()
                .map(line -> Set.copyOf(
                        Arrays.asList(line.replaceFirst(".*:", "").strip().split("\\s+", -1))))
                .orElse(Set.of());
        String override = environment.get("ATEN_CPU_CAPABILITY");
        Stream<String> found = KERNEL_FLAGS.stream().filter(flags::contains);
        Stream<String> chosen = override == null ? Stream.of() : Stream.of("capability=" + override);
        return String.join(
                " ",
                Stream.of(Stream.of(architecture), found, chosen)
                        .flatMap(s -> s)
                        .toList());
    }

    private static Stream<String> cpuInfo() {
        try {
            return Files.isReadable(CPU_INFO)
                    ? Files.readAllLines(CPU_INFO, StandardCharsets.ISO_8859_1).stream()
                    : Stream.of();
        } catch (IOException e) {
            return Stream.of(); // no Linux, or one that hides it: the architecture alone
        }
    }
}
