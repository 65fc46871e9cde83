package dev.titorelli.health;

import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.stream.Stream;

/** The address that a server tells the programs on other machines. */
final class AdvertisedAddress {

    private AdvertisedAddress() {}

    /** What was set, else the address that the server listens on; where that is all of them, one of this machine's. */
    static String of(HttpSettings settings, int port) {
        return settings.advertised().orElseGet(() -> withPort(host(settings.host()), port));
    }

    static String withPort(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static String host(String listening) {
        try {
            return InetAddress.getByName(listening).isAnyLocalAddress() ? ofThisMachine() : listening;
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first that others can reach, IPv4 before IPv6; loopback when there is none. */
    private static String ofThisMachine() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(AdvertisedAddress::addresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .min(Comparator.comparing(address -> !(address instanceof Inet4Address)))
                    .orElseGet(InetAddress::getLoopbackAddress)
                    .getHostAddress()
                    .replaceAll("%.*", "");
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<InetAddress> addresses(NetworkInterface card) {
        try {
            return card.isUp() ? card.inetAddresses() : Stream.empty();
        } catch (SocketException e) {
            return Stream.empty();
        }
    }
}
