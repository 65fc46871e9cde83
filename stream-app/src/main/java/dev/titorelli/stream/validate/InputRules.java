package dev.titorelli.stream.validate;

import dev.titorelli.ImageObject;
import dev.titorelli.InputImage;
import dev.titorelli.Stage;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.uri.InputUri;
import dev.titorelli.uri.UriAllowList;
import dev.titorelli.uri.UriRefusedException;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rules for one input picture of a stage. */
final class InputRules {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final int MAX_SIDE_PX = 65_536;

    private final String tenant;
    private final ReferenceRules references;
    private final UriAllowList allow;
    private final Violations violations;

    InputRules(String tenant, ReferenceRules references, UriAllowList allow, Violations violations) {
        this.tenant = tenant;
        this.references = references;
        this.allow = allow;
        this.violations = violations;
    }

    void check(String path, Stage stage, InputImage input) {
        long set = Stream.of(input.getObject(), input.getStage(), input.getUri())
                .filter(Objects::nonNull)
                .count();
        violations.addUnless(set == 1, path, FaultCode.MISSING, set + " set", "exactly one of object, stage, uri");
        if (input.getUri() != null) {
            checkUri(path + ".uri", input.getUri());
        }
        if (input.getObject() != null) {
            checkObject(path + ".object", input.getObject());
        }
        if (input.getStage() != null) {
            references.check(path + ".stage", stage, input);
        }
    }

    private void checkUri(String path, String uri) {
        try {
            allow.require(InputUri.parse(uri));
        } catch (UriRefusedException e) {
            violations.add(path, FaultCode.URI_NOT_ALLOWED, InputUri.shown(uri), e.allowed());
        }
    }

    /** Digest and size may be left out: then they are found out before anything is planned. */
    private void checkObject(String path, ImageObject object) {
        String key = object.getKey();
        boolean own = key.startsWith("inputs/" + tenant + "/") || key.startsWith("images/" + tenant + "/");
        violations.addUnless(
                own && isPlain(key),
                path + ".key",
                FaultCode.NOT_ALLOWED,
                key,
                "inputs/" + tenant + "/... or images/" + tenant + "/...");
        violations.addUnless(
                object.getDigest().isEmpty()
                        || DIGEST.matcher(object.getDigest()).matches(),
                path + ".digest",
                FaultCode.NOT_ALLOWED,
                object.getDigest(),
                "SHA-256 of the file, 64 lower-case hex digits, or nothing");
        checkSide(path + ".widthPx", object.getWidthPx());
        checkSide(path + ".heightPx", object.getHeightPx());
    }

    private void checkSide(String path, int px) {
        violations.addUnless(
                px >= 0 && px <= MAX_SIDE_PX,
                path,
                FaultCode.NOT_ALLOWED,
                px,
                "1 to " + MAX_SIDE_PX + ", or 0 if unknown");
    }

    /** Object stores take a key as it is, file systems don't: no way out of the tenant's folder. */
    private static boolean isPlain(String key) {
        return key.length() <= 1024
                && Stream.of(key.split("/", -1)).noneMatch(part -> part.isEmpty() || part.matches("\\.+"));
    }
}
