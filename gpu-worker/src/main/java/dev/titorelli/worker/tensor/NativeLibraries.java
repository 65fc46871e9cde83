package dev.titorelli.worker.tensor;

import dev.titorelli.fault.CannotStart;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether the libtorch that came with the program, or the one that the environment names, is for this machine; said before
 * the engine would fail to link.
 *
 * @param bundled machine of the libtorch on the class path, such as {@code linux-x86_64}; null when there is none
 * @param machine the one that this runs on
 * @param environment of the process
 */
public record NativeLibraries(String bundled, String machine, Map<String, String> environment) {

    /** The machines for which everything native that the worker needs is published: libtorch, its JNI, the tokenizers. */
    private static final Set<String> PUBLISHED = Set.of("linux-x86_64", "linux-aarch64", "osx-aarch64", "win-x86_64");

    private static final String OWN_PATH = "PYTORCH_LIBRARY_PATH";
    private static final String DESCRIPTION = "/native/lib/pytorch.properties";

    /**
     * Looks before the engine is loaded.
     *
     * @throws CannotStart saying what to do when this machine can't load them
     */
    public static void require() {
        String machine = machine(System.getProperty("os.name"), System.getProperty("os.arch"));
        new NativeLibraries(bundledClassifier(), machine, System.getenv())
                .problem()
                .ifPresent(problem -> {
                    throw new CannotStart(problem);
                });
    }

    Optional<String> problem() {
        if (environment.containsKey(OWN_PATH)) {
            return ownPathProblem();
        }
        if (machine.equals(bundled)) {
            return Optional.empty();
        }
        String brought = bundled == null ? "there is no libtorch in this build" : "its libtorch is for " + bundled;
        return Optional.of("this machine is " + machine + ", and " + brought + ": " + remedy());
    }

    private String remedy() {
        return PUBLISHED.contains(machine)
                ? "build with -Dnatives=" + machine
                : "no libtorch is published for it; those for " + new TreeSet<>(PUBLISHED) + " are";
    }

    /** The engine takes both for granted, and misreads tensors of another version. */
    private Optional<String> ownPathProblem() {
        for (String also : new String[] {"PYTORCH_VERSION", "PYTORCH_FLAVOR"}) {
            if (environment.getOrDefault(also, "").isBlank()) {
                return Optional.of(
                        OWN_PATH + " is set, " + also + " is not: name that libtorch with PYTORCH_VERSION=2.7.1"
                                + " and PYTORCH_FLAVOR=cpu or cu128");
            }
        }
        return Optional.empty();
    }

    /** In the words of the published libraries. */
    static String machine(String osName, String osArch) {
        String name = osName.toLowerCase(Locale.ROOT);
        String system = name.startsWith("mac") ? "osx" : name.startsWith("win") ? "win" : name.replace(' ', '-');
        return system + "-" + (osArch.equals("amd64") ? "x86_64" : osArch);
    }

    private static String bundledClassifier() {
        try (InputStream in = NativeLibraries.class.getResourceAsStream(DESCRIPTION)) {
            if (in == null) {
                return null;
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("classifier");
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + DESCRIPTION, e);
        }
    }
}
