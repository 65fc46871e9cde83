package dev.titorelli.settings;

import java.util.Arrays;
import java.util.regex.Pattern;

/** Which texts are values of a setting. */
public enum SettingKind {
    /** Any text. */
    TEXT("text") {
        @Override
        public boolean allows(String text) {
            return true;
        }
    },
    /** Text that is never shown; {@code <key>.file} names a file that holds it. */
    SECRET("secret") {
        @Override
        public boolean allows(String text) {
            return true;
        }
    },
    /** A folder; a leading {@code ~} is the home folder. */
    FOLDER("folder") {
        @Override
        public boolean allows(String text) {
            return text.indexOf('\0') < 0;
        }
    },
    /** A whole number, 0 and above. */
    COUNT("number, 0 and above") {
        @Override
        public boolean allows(String text) {
            return isNumber(text, 0);
        }
    },
    /** A whole number of milliseconds, 1 and above. */
    MILLIS("milliseconds, 1 and above") {
        @Override
        public boolean allows(String text) {
            return isNumber(text, 1);
        }
    },
    /** A TCP port, 0 for a free one, or {@code off}. */
    PORT("port, 0 for a free one, or off") {
        @Override
        public boolean allows(String text) {
            return text.equals("off") || (isNumber(text, 0) && Integer.parseInt(text) <= 65_535);
        }
    },
    /** Where a program is reached; an IPv6 address in brackets. */
    ADDRESS("host:port") {
        @Override
        public boolean allows(String text) {
            return ONE_ADDRESS.matcher(text).matches();
        }
    },
    /** Addresses of pages. */
    URLS("http(s)://host:port, several separated by commas") {
        @Override
        public boolean allows(String text) {
            return Arrays.stream(text.split(",", -1))
                    .allMatch(part -> ONE_URL.matcher(part.strip()).matches());
        }
    },
    /** Whole numbers, 1 and above, separated by commas. */
    COUNTS("numbers, 1 and above, separated by commas") {
        @Override
        public boolean allows(String text) {
            return Arrays.stream(text.split(",", -1)).allMatch(part -> isNumber(part.strip(), 1));
        }
    };

    private static final Pattern ONE_ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:]+]|[^\\s:,/\\[\\]]+):[0-9]{1,5}");
    private static final Pattern ONE_URL = Pattern.compile("https?://[^\\s/?#]+(/[^\\s?#]*)?");

    private final String allowed;

    SettingKind(String allowed) {
        this.allowed = allowed;
    }

    /** Whether a text is such a value. */
    public abstract boolean allows(String text);

    /** What is allowed, in words. */
    public String allowed() {
        return allowed;
    }

    private static boolean isNumber(String text, int least) {
        try {
            return Integer.parseInt(text) >= least;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
