package dev.titorelli.standalone.cli;

import dev.titorelli.identity.QueueName;
import dev.titorelli.identity.RequestId;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which queue and whose jobs are meant. */
final class QueueArgument {

    @Parameters(
            arity = "0..1",
            paramLabel = "QUEUE",
            description = "A queue, <model>.tokens-<n>[.bulk] (default: all of them).")
    private String queue;

    @Option(names = "--tenant", paramLabel = "NAME", description = "Only this tenant's jobs (default: everybody's).")
    private String tenant;

    /** @throws CommandFailed when it is no queue's name */
    Optional<String> queue() {
        try {
            return Optional.ofNullable(queue).map(QueueName::parse).map(QueueName::toString);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage() + "; queue list shows them", e);
        }
    }

    /** @throws CommandFailed when no tenant can be called so */
    Optional<String> tenant() {
        if (tenant != null && !RequestId.isTenant(tenant)) {
            throw new CommandFailed(
                    ExitCode.USAGE, "--tenant '%s': allowed is %s".formatted(tenant, RequestId.TENANT.pattern()));
        }
        return Optional.ofNullable(tenant);
    }
}
