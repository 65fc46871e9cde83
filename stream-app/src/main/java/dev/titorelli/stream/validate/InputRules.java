package dev.titorelli.stream.validate;

import dev.titorelli.ImageObject;
import dev.titorelli.InputImage;
import dev.titorelli.Stage;
import dev.titorelli.StageOutput;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.uri.InputUri;
import dev.titorelli.uri.UriAllowList;
import dev.titorelli.uri.UriRefusedException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rules for one input picture of a stage. */
final class InputRules {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final int MAX_SIDE_PX = 65_536;

    private final String tenant;
    private final Map<String, Stage> stages;
    private final Set<String> circular;
    private final UriAllowList allow;
    private final Violations violations;
    private final String names;

    InputRules(
            String tenant, Map<String, Stage> stages, Set<String> circular, UriAllowList allow, Violations violations) {
        this.tenant = tenant;
        this.stages = stages;
        this.circular = circular;
        this.allow = allow;
        this.violations = violations;
        this.names = "one of " + stages.keySet();
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
            checkReference(path + ".stage", stage, input.getStage());
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

    private void checkReference(String path, Stage stage, StageOutput output) {
        Stage source = stages.get(output.getStage());
        if (output.getEach()) {
            violations.add(path + ".each", FaultCode.NOT_SUPPORTED, true, "false, with an index");
        }
        if (source == null) {
            violations.add(path + ".stage", FaultCode.UNKNOWN_STAGE, output.getStage(), names);
        } else if (circular.contains(stage.getName()) && circular.contains(output.getStage())) {
            violations.add(
                    path + ".stage",
                    FaultCode.CIRCULAR_STAGES,
                    output.getStage(),
                    "a stage that does not wait for this one");
        } else if (output.getIndex() < 0 || output.getIndex() >= source.getImages()) {
            violations.add(
                    path + ".index", FaultCode.NOT_ALLOWED, output.getIndex(), "0 to " + (source.getImages() - 1));
        }
    }

    /** Object stores take a key as it is, file systems don't: no way out of the tenant's folder. */
    private static boolean isPlain(String key) {
        return key.length() <= 1024
                && Stream.of(key.split("/", -1)).noneMatch(part -> part.isEmpty() || part.matches("\\.+"));
    }
}
