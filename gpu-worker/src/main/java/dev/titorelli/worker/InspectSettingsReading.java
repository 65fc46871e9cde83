package dev.titorelli.worker;

import dev.titorelli.settings.SettingKeys;
import dev.titorelli.settings.Settings;
import dev.titorelli.uri.UriAllowList;
import dev.titorelli.worker.fetch.FetchLimits;
import dev.titorelli.worker.fetch.FetchSettings;
import dev.titorelli.worker.fetch.Network;
import dev.titorelli.worker.inspect.InspectMode;
import dev.titorelli.worker.inspect.InspectSettings;
import java.util.List;
import java.util.function.Consumer;

/** How a worker inspects, made of what was set. */
final class InspectSettingsReading {

    /** What has to go right; each tells its own problem. */
    static final List<Consumer<Settings>> CHECKS = List.of(
            InspectSettingsReading::mode,
            InspectSettingsReading::allow,
            InspectSettingsReading::networks,
            InspectSettingsReading::limits,
            settings -> pool(settings, InspectMode.OFF, FetchSettings.NONE));

    private InspectSettingsReading() {}

    /** @throws IllegalArgumentException naming the setting, its value and what is allowed */
    static InspectSettings of(Settings settings) {
        return pool(settings, mode(settings), new FetchSettings(allow(settings), networks(settings), limits(settings)));
    }

    /** Whether no model is needed; a wrong text is told elsewhere. */
    static boolean paintsNothing(Settings settings) {
        return settings.text(SettingKeys.WORKER_INSPECT).orElse("").equals("only");
    }

    private static InspectMode mode(Settings settings) {
        return InspectMode.of(settings.required(SettingKeys.WORKER_INSPECT));
    }

    private static InspectSettings pool(Settings settings, InspectMode mode, FetchSettings fetch) {
        return new InspectSettings(
                mode,
                settings.count(SettingKeys.WORKER_INSPECT_THREADS),
                settings.count(SettingKeys.WORKER_INSPECT_QUEUE),
                fetch);
    }

    private static UriAllowList allow(Settings settings) {
        return UriAllowList.of(settings.words(SettingKeys.INPUTS_URI_ALLOW));
    }

    private static List<Network> networks(Settings settings) {
        return settings.words(SettingKeys.INPUTS_URI_NETWORKS).stream()
                .map(Network::parse)
                .toList();
    }

    private static FetchLimits limits(Settings settings) {
        return new FetchLimits(
                settings.count(SettingKeys.INPUTS_MAX_BYTES),
                settings.duration(SettingKeys.INPUTS_URI_CONNECT_TIMEOUT),
                settings.duration(SettingKeys.INPUTS_URI_FIRST_BYTE_TIMEOUT),
                settings.duration(SettingKeys.INPUTS_URI_TIMEOUT),
                settings.count(SettingKeys.INPUTS_URI_ATTEMPTS));
    }
}
