package dev.titorelli.settings;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Settings in environment variables: {@code TITORELLI_TOPIC_PREFIX} is {@code topic.prefix}. */
final class Variables {

    private static final String PREFIX = "TITORELLI_";

    /** What the command line, its launcher and a worker under test read. */
    private static final Set<String> OTHERS =
            Set.of("TITORELLI_DATA", "TITORELLI_HOME", "TITORELLI_JAVA_OPTS", "TITORELLI_HALT_AT");

    /** What Kubernetes puts into every container beside a service of the name titorelli, or titorelli-something. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("TITORELLI_(.+_)?(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT(_[0-9]+_(TCP|UDP|SCTP)(_.+)?)?)");

    private static final Pattern ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    private Variables() {}

    /** By the name of the setting; unknown ones too, with dots for underscores. */
    static Map<String, String> settings(Map<String, String> environment) {
        Map<String, String> names = SettingKeys.all().stream()
                .map(SettingKey::name)
                .flatMap(name -> Stream.of(name, name + Reading.FILE))
                .collect(Collectors.toMap(SettingKey::variable, name -> name));
        Map<String, String> settings = new TreeMap<>();
        environment.forEach((variable, value) -> {
            if (names.containsKey(variable) && !isServiceLink(variable, value)) {
                settings.put(names.get(variable), value);
            } else if (isMeantForUs(variable)) {
                settings.put(dotted(variable), value);
            }
        });
        return settings;
    }

    private static boolean isMeantForUs(String variable) {
        return variable.startsWith(PREFIX)
                && !OTHERS.contains(variable)
                && !SERVICE_LINK.matcher(variable).matches();
    }

    /** A service of the name titorelli-http makes the variable of http.port, with such a value. */
    private static boolean isServiceLink(String variable, String value) {
        return SERVICE_LINK.matcher(variable).matches()
                && ADDRESS.matcher(value).matches();
    }

    private static String dotted(String variable) {
        return variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
