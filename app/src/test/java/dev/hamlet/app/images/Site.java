package dev.hamlet.app.images;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A site on a loopback socket that answers as the test says, so that it can also lie and break off. */
final class Site implements AutoCloseable {
    private final ServerSocket socket;
    private final Behaviour behaviour;
    private final AtomicInteger requests = new AtomicInteger();

    /** What to do with a request. */
    @FunctionalInterface
    interface Behaviour {
        /**
         * Answers.
         *
         * @param number of the request, from 1
         * @param from the first byte that is asked for
         */
        void answer(int number, int from, OutputStream out) throws IOException, InterruptedException;
    }

    Site(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    String url(String path) {
        return "http://127.0.0.1:" + socket.getLocalPort() + path;
    }

    int requests() {
        return requests.get();
    }

    static void head(OutputStream out, String status, String... headers) throws IOException {
        String all = "HTTP/1.1 " + status + "\r\nConnection: close\r\n" + String.join("\r\n", headers)
                + (headers.length == 0 ? "\r\n" : "\r\n\r\n");
        out.write(all.getBytes(StandardCharsets.US_ASCII));
    }

    /** Serves the content from here to there, under this name of it. */
    static void part(OutputStream out, byte[] content, int from, int to, String tag) throws IOException {
        if (from == 0) {
            head(out, "200 OK", "Content-Length: " + content.length, "ETag: " + tag);
        } else {
            head(
                    out,
                    "206 Partial Content",
                    "Content-Length: " + (content.length - from),
                    "ETag: " + tag,
                    "Content-Range: bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        out.write(content, from, Math.max(0, to - from));
        out.flush();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                Thread.ofVirtual().start(() -> answer(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answer(Socket connection) {
        try (connection) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
            int from = 0;
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                if (line.toLowerCase(java.util.Locale.ROOT).startsWith("range: bytes=")) {
                    from = Integer.parseInt(line.substring("range: bytes=".length(), line.length() - 1));
                }
            }
            behaviour.answer(requests.incrementAndGet(), from, connection.getOutputStream());
        } catch (IOException | InterruptedException gone) {
            // The client hung up, or the test is over.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
