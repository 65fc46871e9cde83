package dev.titorelli.stream.validate;

import dev.titorelli.ImageFormat;
import dev.titorelli.Stage;
import dev.titorelli.fault.FaultCode;

/** Fields that the contract has for later versions: better refused than silently ignored. */
final class ReservedFields {

    private ReservedFields() {}

    static void check(String path, Stage stage, Violations violations) {
        refuse(stage.getInitialImage() != null, path + ".initialImage", "null", violations);
        refuse(stage.getStrength() != null, path + ".strength", "null", violations);
        refuse(stage.getMask() != null, path + ".mask", "null", violations);
        refuse(stage.getFormat() == ImageFormat.JPEG, path + ".format", "PNG", violations);
        violations.addUnless(
                stage.getFormat() != ImageFormat.UNKNOWN, path + ".format", FaultCode.NOT_ALLOWED, "UNKNOWN", "PNG");
    }

    private static void refuse(boolean used, String path, String allowed, Violations violations) {
        violations.addUnless(!used, path, FaultCode.NOT_SUPPORTED, "", allowed);
    }
}
