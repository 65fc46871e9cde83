package dev.titorelli.worker.object;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A port before a server that lets bytes through, answers 503, says nothing at all, or loses an answer or the
 * condition of a write. */
public final class UnsteadyDoor implements AutoCloseable {

    /** What becomes of a caller. */
    public enum Mood {
        OPEN,
        SAYS_503,
        SILENT,
        SAYS_409,
        SAYS_409_TWICE,
        LOSES_FIRST_ANSWER,
        LOSES_CONDITIONS
    }

    /** What S3 says to a writer while another one writes the same key. */
    private static final byte[] CONFLICT = "HTTP/1.1 409 Conflict\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    private static final byte[] SLOW_DOWN = "HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket door;
    private final int behind;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean lost = new AtomicBoolean();
    private final AtomicInteger conflicts = new AtomicInteger();
    private volatile Mood mood = Mood.OPEN;

    /** @param behind the server's port on the loopback address */
    public UnsteadyDoor(int behind) throws IOException {
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.behind = behind;
        start(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    /** For all connections from now on; those that stand are cut. */
    public void become(Mood other) {
        mood = other;
        closeAll();
    }

    @Override
    public void close() throws IOException {
        door.close();
        closeAll();
    }

    private void accept() throws IOException {
        while (!door.isClosed()) {
            Socket caller = door.accept();
            sockets.add(caller);
            start(() -> serve(caller));
        }
    }

    private void serve(Socket caller) throws IOException {
        switch (mood) {
            case OPEN -> connect(caller, "If-None-Match");
            case LOSES_CONDITIONS -> connect(caller, "X-Lost-Header");
            case SAYS_503 -> sayNo(caller, SLOW_DOWN);
            case SAYS_409 -> sayNo(caller, CONFLICT);
            case SAYS_409_TWICE -> {
                if (conflicts.incrementAndGet() <= 2) {
                    sayNo(caller, CONFLICT);
                } else {
                    connect(caller, "If-None-Match");
                }
            }
            case LOSES_FIRST_ANSWER -> {
                if (lost.getAndSet(true)) {
                    connect(caller, "If-None-Match");
                } else {
                    connectDeaf(caller);
                }
            }
            case SILENT -> caller.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }

    /** The server does what it is asked, and the caller's connection is cut instead of the answer. */
    private void connectDeaf(Socket caller) throws IOException {
        Socket server = new Socket(InetAddress.getLoopbackAddress(), behind);
        sockets.add(server);
        start(() -> {
            server.getInputStream().read();
            caller.close();
            server.close();
        });
        copy(caller, server, "If-None-Match");
    }

    private void sayNo(Socket caller, byte[] answer) throws IOException {
        if (caller.getInputStream().read(new byte[8192]) > 0) {
            caller.getOutputStream().write(answer);
            caller.shutdownOutput();
            caller.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }

    private void connect(Socket caller, String condition) throws IOException {
        Socket server = new Socket(InetAddress.getLoopbackAddress(), behind);
        sockets.add(server);
        start(() -> copy(server, caller, condition));
        copy(caller, server, condition);
    }

    /** A name of equal length leaves all else where it is; headers come in one piece. */
    private static void copy(Socket from, Socket to, String condition) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                String text = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
                to.getOutputStream()
                        .write(text.replace("If-None-Match", condition).getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }

    private void closeAll() {
        sockets.removeIf(socket -> {
            closed(socket);
            return true;
        });
    }

    private static void closed(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Already cut by the other side.
        }
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // A connection that was cut ends here.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private interface Work {
        void run() throws IOException;
    }
}
