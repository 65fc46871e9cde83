package dev.titorelli.standalone.cli;

import dev.titorelli.cluster.Right;
import dev.titorelli.cluster.Rights;
import dev.titorelli.standalone.setup.AccessScript;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** As whom the programs come to Kafka, for the ACLs that are printed. */
final class PrincipalOptions {

    @Option(
            names = "--principal-setup",
            paramLabel = "PRINCIPAL",
            defaultValue = "User:titorelli-setup",
            description = "For --print: as whom setup comes to Kafka (default: ${DEFAULT-VALUE}).")
    private String setup;

    @Option(
            names = "--principal-stream",
            paramLabel = "PRINCIPAL",
            defaultValue = "User:titorelli-stream",
            description = "For --print: the stream app's (default: ${DEFAULT-VALUE}).")
    private String stream;

    @Option(
            names = "--principal-worker",
            paramLabel = "PRINCIPAL",
            defaultValue = "User:titorelli-worker",
            description = "For --print: the workers' (default: ${DEFAULT-VALUE}).")
    private String worker;

    @Option(
            names = "--principal-client",
            paramLabel = "PRINCIPAL",
            defaultValue = "User:titorelli-client",
            description = "For --print: the users' who send requests (default: ${DEFAULT-VALUE}).")
    private String client;

    /** The ACLs of all programs as commands, with comments between. */
    List<String> lines(String prefix, String applicationId, String bootstrapServers) {
        AccessScript script = new AccessScript(bootstrapServers);
        List<String> lines = new ArrayList<>();
        add(lines, script, "ACLs of setup", setup, Rights.ofSetup(prefix));
        add(lines, script, "ACLs of the stream app", stream, Rights.ofStream(prefix, applicationId));
        add(lines, script, "ACLs of workers", worker, Rights.ofWorker(prefix));
        add(
                lines,
                script,
                "ACLs of users; with a consumer group also --operation Read --group GROUP",
                client,
                Rights.ofClient(prefix));
        return lines;
    }

    private static void add(
            List<String> lines, AccessScript script, String title, String principal, List<Right> rights) {
        lines.add("# " + title);
        lines.addAll(script.lines(principal, rights));
    }
}
