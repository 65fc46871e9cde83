package dev.titorelli.standalone.cli;

import dev.titorelli.identity.RequestId;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which batch is meant. */
final class BatchArgument {

    @Parameters(paramLabel = "NAME", description = "The batch's name, or tenant/name.")
    private String name;

    @Option(names = "--tenant", paramLabel = "NAME", description = "Whose batch it is (default: local).")
    private String tenant;

    /**
     * A label looks like a request's id, and has a key like one.
     *
     * @throws CommandFailed when it is none, or two tenants are named
     */
    RequestId batch() {
        try {
            RequestId batch = name.contains("/") ? RequestId.parse(name) : new RequestId(first(tenant, "local"), name);
            if (tenant != null && !tenant.equals(batch.tenant())) {
                throw new CommandFailed(ExitCode.USAGE, "--tenant " + tenant + " and " + name + " name two tenants");
            }
            return batch;
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage().replace("requestId", "batch"), e);
        }
    }

    private static String first(String given, String otherwise) {
        return given == null ? otherwise : given;
    }
}
