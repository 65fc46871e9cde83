package dev.titorelli.worker.fetch;

import dev.titorelli.uri.UriAllowList;
import java.util.List;

/**
 * What may be fetched, from where, at which cost.
 *
 * @param allow addresses that users may name
 * @param networks private networks that may be connected to all the same
 */
public record FetchSettings(UriAllowList allow, List<Network> networks, FetchLimits limits) {

    /** Nothing is fetched. */
    public static final FetchSettings NONE = new FetchSettings(UriAllowList.NONE, List.of(), FetchLimits.DEFAULTS);

    public FetchSettings {
        networks = List.copyOf(networks);
    }
}
