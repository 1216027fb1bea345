package dev.hamlet.engine.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A site on a loopback socket that answers each request as the test says, byte by byte, so that it can also lie and break
 * off. One request a connection.
 */
public final class TestSite implements AutoCloseable {
    private final ServerSocket socket;
    private final Behaviour behaviour;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /** What to do with a request. */
    @FunctionalInterface
    public interface Behaviour {
        public void answer(Request request, OutputStream out) throws IOException, InterruptedException;
    }

    /**
     * A request as it came.
     *
     * @param line its first line
     * @param headers names in lower case
     * @param body one character a byte
     */
    public record Request(String line, Map<String, String> headers, String body) {
        public String method() {
            return line.split(" ", -1)[0];
        }

        public String path() {
            return line.split(" ", -1)[1];
        }

        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        /** The first byte asked for, 0 if all are. */
        public int from() {
            String range = header("Range");
            return range.isEmpty()
                    ? 0
                    : Integer.parseInt(range.replace("bytes=", "").replace("-", ""));
        }
    }

    public TestSite(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + path);
    }

    public int port() {
        return socket.getLocalPort();
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    public static void head(OutputStream out, String status, String... headers) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + "\r\nConnection: close\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** Serves the content as a well-behaved site does: ranges, and the whole when If-Range names something else. */
    public static void serve(Request request, OutputStream out, byte[] content, String etag) throws IOException {
        int from = request.from();
        if (from > 0 && !request.header("If-Range").equals(etag)) {
            from = 0;
        }
        if (from > 0 && from >= content.length) {
            head(out, "416 Range Not Satisfiable", "Content-Range: bytes */" + content.length, "Content-Length: 0");
            return;
        }
        String length = "Content-Length: " + (content.length - from);
        if (from == 0) {
            head(out, "200 OK", length, "ETag: " + etag);
        } else {
            String range = "Content-Range: bytes " + from + "-" + (content.length - 1) + "/" + content.length;
            head(out, "206 Partial Content", length, "ETag: " + etag, range);
        }
        out.write(content, from, content.length - from);
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
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
            String first = in.readLine();
            if (first == null) {
                return;
            }
            Map<String, String> headers = new TreeMap<>();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            char[] body = new char[Integer.parseInt(headers.getOrDefault("content-length", "0"))];
            for (int got = 0; got < body.length; ) {
                int more = in.read(body, got, body.length - got);
                if (more < 0) {
                    return;
                }
                got += more;
            }
            Request request = new Request(first, headers, new String(body));
            requests.add(request);
            OutputStream out = connection.getOutputStream();
            behaviour.answer(request, out);
            out.flush();
        } catch (IOException | InterruptedException gone) {
            // The client hung up, or the test is over.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
