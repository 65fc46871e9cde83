package dev.titorelli.standalone.cli;

import dev.titorelli.uri.UriAllowList;
import dev.titorelli.worker.fetch.FetchLimits;
import dev.titorelli.worker.fetch.FetchSettings;
import dev.titorelli.worker.fetch.Network;
import java.util.List;
import picocli.CommandLine.Option;

/** Where a system on this machine may fetch input pictures from. */
final class FetchOptions {

    @Option(
            names = "--inputs.uri.allow",
            paramLabel = "LIST",
            split = ",",
            defaultValue = "${env:TITORELLI_INPUTS_URI_ALLOW}",
            description =
                    "Where input pictures may be fetched from, such as example.org,*.example.net; * for every public"
                            + " host (default: nowhere).")
    private List<String> allow;

    @Option(
            names = "--inputs.uri.networks",
            paramLabel = "LIST",
            split = ",",
            defaultValue = "${env:TITORELLI_INPUTS_URI_NETWORKS}",
            description = "Private networks that pictures may be fetched from all the same, such as 10.1.0.0/16.")
    private List<String> networks;

    FetchSettings settings() {
        try {
            return new FetchSettings(
                    UriAllowList.of(words(allow)),
                    words(networks).stream().map(Network::parse).toList(),
                    FetchLimits.DEFAULTS);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage(), e);
        }
    }

    /** A variable that is set to nothing counts as none. */
    private static List<String> words(List<String> given) {
        return given == null
                ? List.of()
                : given.stream()
                        .map(String::strip)
                        .filter(word -> !word.isEmpty())
                        .toList();
    }
}
