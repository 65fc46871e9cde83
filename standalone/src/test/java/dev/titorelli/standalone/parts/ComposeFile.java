package dev.titorelli.standalone.parts;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The {@code docker-compose.yml} at the root, with every variable at its default. */
public final class ComposeFile {

    /** The root of the source tree. */
    public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{[A-Z0-9_]+:-([^}]*)}");

    private final Map<String, Map<String, Object>> services = new LinkedHashMap<>();

    private ComposeFile(Map<?, ?> file) {
        ((Map<?, ?>) file.get("services")).forEach((name, service) -> services.put((String) name, map(service)));
    }

    public static ComposeFile read() {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        try (Reader reader = Files.newBufferedReader(ROOT.resolve("docker-compose.yml"))) {
            return new ComposeFile(yaml.load(reader));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Set<String> services() {
        return services.keySet();
    }

    /** What is said of a service under a name; null when nothing is. */
    public Object of(String service, String name) {
        return services.get(service).get(name);
    }

    public String image(String service) {
        return text(of(service, "image"));
    }

    /** A service's variables. */
    public Map<String, String> environment(String service) {
        Map<String, String> environment = new LinkedHashMap<>();
        map(of(service, "environment")).forEach((name, value) -> environment.put(name, text(value)));
        return environment;
    }

    /** The Dockerfile that a service is built from, relative to the root; null when it is not built. */
    public String dockerfile(String service) {
        return (String) map(of(service, "build")).get("dockerfile");
    }

    /** A service's command; empty when it has its image's. */
    public List<String> command(String service) {
        return of(service, "command") instanceof List<?> words
                ? words.stream().map(ComposeFile::text).toList()
                : List.of();
    }

    private static String text(Object value) {
        return VARIABLE.matcher(value.toString()).replaceAll("$1");
    }

    private static Map<String, Object> map(Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> found) {
            found.forEach((name, content) -> map.put((String) name, content));
        }
        return map;
    }
}
