package dev.titorelli.stream.validate;

import dev.titorelli.Violation;
import dev.titorelli.fault.FaultCode;
import java.util.ArrayList;
import java.util.List;

/** Collects every reason against a request, so that the user hears all at once. */
public final class Violations {

    private static final int AT_MOST = 100;
    private static final int TEXT_CHARS = 200;

    private final List<Violation> found = new ArrayList<>();

    void add(String path, FaultCode code, Object value, String allowed) {
        add(path, code.name(), String.valueOf(value), allowed);
    }

    /** Adds a reason that somebody else has found. */
    public void add(String path, String code, String value, String allowed) {
        if (found.size() < AT_MOST) {
            found.add(new Violation(path, code, shortened(value), shortened(allowed)));
        }
    }

    void addUnless(boolean allowed, String path, FaultCode code, Object value, String what) {
        if (!allowed) {
            add(path, code, value, what);
        }
    }

    public List<Violation> all() {
        return List.copyOf(found);
    }

    private static String shortened(String value) {
        return value.length() <= TEXT_CHARS ? value : value.substring(0, TEXT_CHARS);
    }
}
