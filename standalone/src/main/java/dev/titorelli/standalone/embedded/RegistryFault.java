package dev.titorelli.standalone.embedded;

/**
 * A call that the registry answers with an error, in Confluent's codes.
 *
 * <p>Source: https://docs.confluent.io/platform/current/schema-registry/develop/api.html
 */
final class RegistryFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;

    private RegistryFault(int status, int code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    static RegistryFault subjectNotFound(String subject) {
        return new RegistryFault(404, 40401, "Subject '" + subject + "' not found.");
    }

    static RegistryFault versionNotFound(String version) {
        return new RegistryFault(404, 40402, "Version " + version + " not found.");
    }

    static RegistryFault schemaNotFound(String which) {
        return new RegistryFault(404, 40403, "Schema " + which + "not found");
    }

    static RegistryFault levelNotFound(String subject) {
        return new RegistryFault(
                404, 40408, "Subject '" + subject + "' does not have subject-level compatibility configured");
    }

    static RegistryFault incompatible(String subject, String why) {
        return new RegistryFault(
                409,
                409,
                "Schema being registered is incompatible with an earlier schema for subject \"" + subject
                        + "\", details: " + why);
    }

    static RegistryFault invalidSchema(String why) {
        return new RegistryFault(422, 42201, "Invalid schema: " + why);
    }

    static RegistryFault invalidVersion(String version) {
        return new RegistryFault(
                422,
                42202,
                "The specified version '" + version
                        + "' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\"");
    }

    static RegistryFault invalidLevel(String level) {
        return new RegistryFault(
                422,
                42203,
                "Invalid compatibility level '" + level
                        + "'. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive");
    }

    static RegistryFault badRequest(String why) {
        return new RegistryFault(400, 400, why);
    }

    static RegistryFault noSuchPath() {
        return new RegistryFault(404, 404, "HTTP 404 Not Found");
    }

    static RegistryFault noSuchMethod() {
        return new RegistryFault(405, 405, "HTTP 405 Method Not Allowed");
    }

    static RegistryFault tooLarge(int limit) {
        return new RegistryFault(413, 413, "The body is larger than " + limit + " bytes");
    }

    static RegistryFault backend() {
        return new RegistryFault(500, 50001, "Error in the backend data store");
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }
}
