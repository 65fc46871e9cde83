package dev.titorelli.standalone.cli;

import dev.titorelli.standalone.client.Addresses;
import dev.titorelli.standalone.client.NotRunningException;
import dev.titorelli.topic.Topics;
import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the running system is: as its data folder tells, or as the options say. */
final class ConnectionOptions {

    private static final String SERVER = "(\\[[0-9a-fA-F:]+]|[^\\s:,\\[\\]]+):[0-9]{1,5}";
    private static final Pattern BOOTSTRAP = Pattern.compile(SERVER + "(," + SERVER + ")*");
    private static final Pattern URL = Pattern.compile("https?://[^\\s/?#]+(/[^\\s?#]*)?");

    @Mixin
    DataOption data = new DataOption();

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "Kafka, instead of the one that runs on --data.")
    String bootstrapServers;

    @Option(names = "--registry", paramLabel = "URL", description = "Schema registry, instead of the one on --data.")
    String registryUrl;

    @Option(
            names = "--objects",
            paramLabel = "DIR",
            description = "Object store's folder, instead of the one on --data.")
    Path objects;

    @Option(
            names = "--topic-prefix",
            paramLabel = "TEXT",
            description = "What topic names begin with (default: as the system on --data, else titorelli.).")
    String prefix;

    /**
     * @throws CommandFailed when a given address has not the form of one
     * @throws NotRunningException when an address is not given and nothing runs on the data folder
     */
    Addresses addresses() throws NotRunningException {
        requireForm("--bootstrap", bootstrapServers, BOOTSTRAP, "host:port, several separated by commas");
        requireForm("--registry", registryUrl, URL, "http://host:port");
        if (bootstrapServers != null && registryUrl != null && objects != null) {
            return new Addresses(
                    bootstrapServers, registryUrl, objects, prefix == null ? Topics.DEFAULT_PREFIX : prefix);
        }
        Addresses local = Addresses.read(data.directory());
        return new Addresses(
                bootstrapServers == null ? local.bootstrapServers() : bootstrapServers,
                registryUrl == null ? local.registryUrl() : registryUrl,
                objects == null ? local.objects() : objects,
                prefix == null ? local.prefix() : prefix);
    }

    private static void requireForm(String option, String given, Pattern form, String expected) {
        if (given != null && !form.matcher(given).matches()) {
            throw new CommandFailed(ExitCode.USAGE, "%s '%s': expected %s".formatted(option, given, expected));
        }
    }
}
