package dev.titorelli.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.settings.Settings;
import dev.titorelli.settings.SettingsException;
import dev.titorelli.settings.Sources;
import dev.titorelli.standalone.parts.ComposeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docker-compose.yml} and the Dockerfiles, held to the settings, to what the build makes and to each other. */
class ComposeFileTest {

    private static final Pattern ONE_VERSION =
            Pattern.compile("[a-z0-9./-]+:[A-Za-z-]*\\d+\\.\\d+\\.\\d+[A-Za-z0-9._-]*");
    private static final Pattern COPIED = Pattern.compile("(?m)^(?:COPY|ADD) (?!--from)(\\S+) ");
    private static final Pattern FROM = Pattern.compile("(?m)^FROM (\\S+)");
    private static final Pattern USER = Pattern.compile("(?m)^USER (\\d+)");
    private static final List<String> ENDS_BY_ITSELF = List.of("setup", "volumes");

    private final ComposeFile compose = ComposeFile.read();

    @TempDir
    private Path home;

    @Test
    void setsNothingButSettings() {
        assertThat(compose.services())
                .allSatisfy(service -> assertThatCode(() -> settings(compose.environment(service)))
                        .as(service)
                        .doesNotThrowAnyException());
    }

    /** The rule above can fail. */
    @Test
    void isToldOfAVariableThatIsNoSetting() {
        Map<String, String> environment = new HashMap<>(compose.environment("gpu-worker"));
        environment.put("TITORELLI_WORKER_NAMES", "a");

        assertThatThrownBy(() -> settings(environment)).isInstanceOf(SettingsException.class);
    }

    @Test
    void usesImagesOfOneVersion() {
        Stream<String> images = Stream.concat(
                compose.services().stream().map(compose::image), dockerfiles().flatMap(file -> all(FROM, file)));

        assertThat(images.filter(image -> !image.equals("java"))).isNotEmpty().allMatch(ONE_VERSION.asMatchPredicate());
    }

    @Test
    void usesTheVersionsThatTheTestsUse() throws IOException {
        String pom = Files.readString(ComposeFile.ROOT.resolve("pom.xml"));

        assertThat(compose.image("kafka")).endsWith(":" + AppInfoParser.getVersion());
        assertThat(pom)
                .contains("<s3proxy.version>" + tag("objects") + "<", "<apicurio.version>" + tag("registry") + "<");
        assertThat(compose.image("stream-app")).endsWith(":" + Packages.version());
    }

    @Test
    void buildsItsImagesFromWhatTheBuildMakes() {
        assertThat(dockerfiles()).hasSize(4).allSatisfy(file -> {
            assertThat(file).contains("ARG VERSION=" + Packages.version());
            assertThat(all(COPIED, file).map(source -> source.replace("${VERSION}", Packages.version())))
                    .isNotEmpty()
                    .allMatch(Packages.archives()::containsValue);
        });
    }

    @Test
    void letsTheEngineSeeWhatTheImagesCopy() throws IOException {
        List<String> let = Files.readAllLines(ComposeFile.ROOT.resolve(".dockerignore"));

        assertThat(Packages.archives().values())
                .allMatch(archive -> let.contains("!" + archive.replace(Packages.version(), "*")));
    }

    @Test
    void runsItsProgramsAsNobodyInParticular() {
        assertThat(dockerfiles())
                .allSatisfy(file -> assertThat(all(USER, file)).isNotEmpty().doesNotContain("0"));
    }

    @Test
    void looksAfterTheHealthOfWhatKeepsRunning() {
        assertThat(compose.services())
                .filteredOn(service -> !ENDS_BY_ITSELF.contains(service))
                .allSatisfy(service -> {
                    boolean asks = compose.dockerfile(service) == null
                            ? compose.of(service, "healthcheck") != null
                            : read(compose.dockerfile(service)).contains("HEALTHCHECK");
                    assertThat(asks).as(service).isTrue();
                });
    }

    @Test
    void boundsEveryMemory() {
        assertThat(compose.services()).allMatch(service -> compose.of(service, "mem_limit") != null);
    }

    private Settings settings(Map<String, String> environment) {
        return Settings.read(new Sources(Map.of(), environment, home), List.of());
    }

    private String tag(String service) {
        String image = compose.image(service);
        return image.substring(image.indexOf(':') + 1);
    }

    private Stream<String> dockerfiles() {
        return compose.services().stream()
                .map(compose::dockerfile)
                .filter(Objects::nonNull)
                .map(ComposeFileTest::read);
    }

    private static String read(String file) {
        try {
            return Files.readString(ComposeFile.ROOT.resolve(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<String> all(Pattern pattern, String file) {
        return pattern.matcher(file).results().map((MatchResult found) -> found.group(1));
    }
}
