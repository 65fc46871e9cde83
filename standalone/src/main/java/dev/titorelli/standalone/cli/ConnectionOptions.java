package dev.titorelli.standalone.cli;

import dev.titorelli.registry.RegistrySettings;
import dev.titorelli.settings.SettingKeys;
import dev.titorelli.settings.Settings;
import dev.titorelli.settings.SettingsException;
import dev.titorelli.settings.Sources;
import dev.titorelli.standalone.client.Addresses;
import dev.titorelli.standalone.client.NotRunningException;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.object.ObjectStores;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the running system is: as its data folder tells, as a file of settings does, or as the options say. */
final class ConnectionOptions {

    private static final int AFTER_THE_VERBS_OWN = 1;
    private static final String SERVER = "(\\[[0-9a-fA-F:]+]|[^\\s:,\\[\\]]+):[0-9]{1,5}";
    private static final Pattern BOOTSTRAP = Pattern.compile(SERVER + "(," + SERVER + ")*");
    private static final Pattern URL = Pattern.compile("https?://[^\\s/?#]+(/[^\\s?#]*)?");

    @Mixin
    DataOption data = new DataOption();

    @Option(
            order = AFTER_THE_VERBS_OWN,
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "Kafka, instead of the one that runs on --data.")
    String bootstrapServers;

    @Option(
            order = AFTER_THE_VERBS_OWN,
            names = "--registry",
            paramLabel = "URL",
            description = "Schema registry, instead of the one on --data.")
    String registryUrl;

    @Option(
            order = AFTER_THE_VERBS_OWN,
            names = "--objects",
            paramLabel = "DIR",
            description = "Object store: a folder, or s3://bucket/prefix, instead of the folder on --data.")
    String objects;

    @Option(
            order = AFTER_THE_VERBS_OWN,
            names = "--objects.endpoint",
            paramLabel = "URL",
            description = "With --objects s3://...: S3's address (keys and more: docs/configuration.md).")
    String endpoint;

    @Option(
            order = AFTER_THE_VERBS_OWN,
            names = "--config",
            paramLabel = "FILE",
            description = "Find everything as the programs do that read this file of settings; needs no --data.")
    Path config;

    @Option(
            order = AFTER_THE_VERBS_OWN,
            names = "--topic-prefix",
            paramLabel = "TEXT",
            description = "What topic names begin with (default: as the system on --data, else titorelli.).")
    String prefix;

    @Option(
            order = AFTER_THE_VERBS_OWN,
            names = "--stream",
            paramLabel = "URL",
            description =
                    "Stream app to ask, instead of the one on --data or of stream.url; several separated by commas.")
    String streams;

    /**
     * @throws CommandFailed when a given address has not the form of one, or a setting is wrong
     * @throws NotRunningException when an address is not given and nothing runs on the data folder
     */
    Addresses addresses() throws NotRunningException {
        requireForm("--bootstrap", bootstrapServers, BOOTSTRAP, "host:port, several separated by commas");
        requireForm("--registry", registryUrl, URL, "http://host:port");
        if (streams != null && !SettingKeys.STREAM_URL.kind().allows(streams)) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "--stream '%s': expected %s"
                            .formatted(streams, SettingKeys.STREAM_URL.kind().allowed()));
        }
        if (config != null) {
            return Addresses.of(settings());
        }
        if (bootstrapServers != null && registryUrl != null && objects != null) {
            return given(Addresses.of(bootstrapServers, registryUrl, Path.of(""), Topics.DEFAULT_PREFIX));
        }
        return given(Addresses.read(data.directory()));
    }

    /** What the options say, and the rest of another. */
    private Addresses given(Addresses other) {
        return new Addresses(
                bootstrapServers == null ? other.bootstrapServers() : bootstrapServers,
                other.kafka(),
                registryUrl == null ? other.registry() : RegistrySettings.of(URI.create(registryUrl)),
                objects == null ? other.objects() : objects(),
                prefix == null ? other.prefix() : prefix,
                streams == null ? other.streams() : streams());
    }

    private List<URI> streams() {
        return Arrays.stream(streams.split(",", -1))
                .map(String::strip)
                .map(URI::create)
                .toList();
    }

    /** Only S3 needs more than its name. */
    private Map<String, String> objects() {
        return objects.startsWith("s3:") ? settings().objects() : Map.of(ObjectStores.OBJECTS, objects);
    }

    /** The settings of the file, the environment and these options. */
    Settings settings() {
        Map<String, String> flags = new HashMap<>();
        put(flags, "config", config == null ? null : config.toString());
        put(flags, SettingKeys.BOOTSTRAP_SERVERS.name(), bootstrapServers);
        put(flags, SettingKeys.REGISTRY_URL.name(), registryUrl);
        put(flags, SettingKeys.OBJECTS.name(), objects);
        put(flags, SettingKeys.OBJECTS_ENDPOINT.name(), endpoint);
        put(flags, SettingKeys.TOPIC_PREFIX.name(), prefix);
        put(flags, SettingKeys.STREAM_URL.name(), streams);
        try {
            return Settings.read(
                    new Sources(flags, System.getenv(), Path.of(System.getProperty("user.home"))),
                    List.of(settings -> ObjectStores.requireValid(settings.objects())));
        } catch (SettingsException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage(), e);
        }
    }

    private static void put(Map<String, String> flags, String name, String value) {
        if (value != null) {
            flags.put(name, value);
        }
    }

    private static void requireForm(String option, String given, Pattern form, String expected) {
        if (given != null && !form.matcher(given).matches()) {
            throw new CommandFailed(ExitCode.USAGE, "%s '%s': expected %s".formatted(option, given, expected));
        }
    }
}
