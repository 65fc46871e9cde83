package dev.titorelli.standalone.cli;

import dev.titorelli.GenerationRequest;
import dev.titorelli.identity.RequestId;

/** Gives a replayed request its new identity, which names the old one. */
final class ReplayIdentity {

    private ReplayIdentity() {}

    /**
     * Sets tenant, id and {@code replayOf}.
     *
     * @param as a new id, or tenant/id where the old tenant is not allowed
     * @throws CommandFailed when it is not allowed, the old one again, or of another tenant
     */
    static RequestId give(GenerationRequest request, String as) {
        String tenant = request.getTenant();
        String old = request.getRequestId();
        RequestId next = identity(as.contains("/") ? as : tenant + "/" + as);
        boolean tenantAllowed = RequestId.isTenant(tenant);
        if (tenantAllowed && !next.tenant().equals(tenant)) {
            throw new CommandFailed(ExitCode.USAGE, "--as " + as + ": a replay stays with its tenant, " + tenant);
        }
        if (tenantAllowed && next.id().equals(old)) {
            throw new CommandFailed(ExitCode.USAGE, "--as " + as + ": a replay needs an id of its own");
        }
        request.setTenant(next.tenant());
        request.setRequestId(next.id());
        request.setReplayOf(RequestId.isId(old) ? old : null);
        return next;
    }

    private static RequestId identity(String text) {
        try {
            return RequestId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, "--as: " + e.getMessage() + "; give --as tenant/id", e);
        }
    }
}
