package dev.titorelli.standalone.embedded;

import dev.titorelli.fault.CannotStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports of the loopback address, the only one that anything embedded listens on. */
final class LocalPort {

    static final String HOST = "127.0.0.1";

    private LocalPort() {}

    static InetSocketAddress address(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }

    /** A port that nobody listens on now. */
    static int free() {
        try (ServerSocket socket = bound(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The wished port, or a free one for 0.
     *
     * @param who what will listen there, for the message
     * @throws CannotStart when another process listens there
     */
    static int claim(int wished, String who) {
        if (wished == 0) {
            return free();
        }
        try (ServerSocket socket = bound(wished)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw inUse(wished, who, e);
        }
    }

    static CannotStart inUse(int port, String who, IOException cause) {
        return new CannotStart(
                "port " + port + " on " + HOST + " is in use: stop what listens there or give " + who + " another port",
                cause);
    }

    private static ServerSocket bound(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            // Kafka binds with this option too: a port whose last connections are still closing counts as free.
            socket.setReuseAddress(true);
            socket.bind(address(port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
