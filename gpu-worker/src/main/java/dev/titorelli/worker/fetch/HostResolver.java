package dev.titorelli.worker.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host. Asked once a hop. */
@FunctionalInterface
public interface HostResolver {

    /** This machine's own way, files and name servers. */
    HostResolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /**
     * All addresses of a host.
     *
     * @param host a name, or an address without brackets
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
