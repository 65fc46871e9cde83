package dev.titorelli.worker.fetch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/** A web server on 127.0.0.1 that answers as each test wants, well or ill. */
public final class StrangeServer implements AutoCloseable {

    private final ServerSocket listening;
    private final Map<String, Queue<Reply>> replies = new ConcurrentHashMap<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile Reply anything;

    private StrangeServer(ServerSocket listening) {
        this.listening = listening;
    }

    /** What is written to a client; an exception ends the connection. */
    @FunctionalInterface
    public interface Reply {
        void write(OutputStream out) throws IOException;
    }

    public static StrangeServer start() throws IOException {
        return start(ServerSocketFactory.getDefault());
    }

    static StrangeServer start(ServerSocketFactory sockets) throws IOException {
        StrangeServer server = new StrangeServer(
                sockets.createServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
        thread(server::listen).start();
        return server;
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** The address of a path under a host's name. */
    public String at(String host, String path) {
        return "http://" + host + ":" + port() + path;
    }

    /** Answers a path: the first request with the first reply, and so on; the last reply again and again. */
    public void on(String path, Reply... inTurn) {
        replies.put(path, new ConcurrentLinkedQueue<>(List.of(inTurn)));
    }

    /** Answers whoever connects, without waiting for a request. */
    void onAnything(Reply reply) {
        anything = reply;
    }

    /** The heads of all requests so far. */
    public List<String> heads() {
        return heads;
    }

    /** A whole response. */
    public static Reply response(String statusAndHeaders, byte[] body) {
        return out -> {
            String head = "HTTP/1.1 " + statusAndHeaders + "\r\nContent-Length: " + body.length + "\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
        };
    }

    public static Reply status(String statusAndHeaders) {
        return response(statusAndHeaders, new byte[0]);
    }

    public static Reply file(byte[] body) {
        return response("200 OK", body);
    }

    public static Reply redirect(String location) {
        return status("302 Found\r\nLocation: " + location);
    }

    /** Bytes as they are. */
    static Reply raw(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The same bytes for ever. */
    static Reply endless(String first, byte[] then) {
        return out -> {
            raw(first).write(out);
            while (true) {
                out.write(then);
            }
        };
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void listen() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                thread(() -> serve(socket)).start();
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            if (anything != null) {
                anything.write(socket.getOutputStream());
            }
            String head = head(socket);
            heads.add(head);
            String path = head.split(" ", 3)[1];
            Queue<Reply> queue =
                    replies.getOrDefault(path, new ConcurrentLinkedQueue<>(List.of(status("404 Not Found"))));
            Reply reply = queue.size() > 1 ? queue.remove() : queue.element();
            reply.write(socket.getOutputStream());
            socket.getOutputStream().flush();
        } catch (IOException e) {
            // The client has hung up, which is what many tests want.
        }
    }

    private static String head(Socket socket) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        StringBuilder head = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            head.append(line).append('\n');
        }
        if (head.isEmpty()) {
            throw new IOException("hung up");
        }
        return head.toString();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "strange-server");
        thread.setDaemon(true);
        return thread;
    }
}
