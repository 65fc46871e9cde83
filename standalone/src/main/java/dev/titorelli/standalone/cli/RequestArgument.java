package dev.titorelli.standalone.cli;

import dev.titorelli.identity.RequestId;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which request is meant. */
final class RequestArgument {

    private static final String DEFAULT_TENANT = "local";

    @Parameters(paramLabel = "ID", description = "The request's id, or tenant/id.")
    private String id;

    @Option(names = "--tenant", paramLabel = "NAME", description = "Whose request it is (default: local).")
    private String tenant;

    /** @throws CommandFailed when it is none, or two tenants are named */
    RequestId request() {
        try {
            RequestId request = id.contains("/")
                    ? RequestId.parse(id)
                    : new RequestId(tenant == null ? DEFAULT_TENANT : tenant, id);
            if (tenant != null && !tenant.equals(request.tenant())) {
                throw new CommandFailed(ExitCode.USAGE, "--tenant " + tenant + " and " + id + " name two tenants");
            }
            return request;
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage(), e);
        }
    }

    static CommandFailed unknown(RequestId request) {
        return new CommandFailed(
                ExitCode.NOT_FOUND,
                "there is no request " + request
                        + ": none came to the stream app, or it ended longer ago than requests are remembered");
    }
}
