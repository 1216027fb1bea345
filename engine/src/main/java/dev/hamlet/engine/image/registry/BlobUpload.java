package dev.hamlet.engine.image.registry;

import dev.hamlet.engine.image.BlobDescriptor;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.transfer.HttpAnswer;
import dev.hamlet.engine.transfer.Retries;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends one part (OCI distribution specification, "Pushing blobs"): an upload is begun, filled, asked how far it came where
 * the line broke, filled on from there, and closed with the digest. Used by one thread.
 */
final class BlobUpload {
    private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-(\\d{1,18})");

    private final RegistrySession session;
    private final String path;

    BlobUpload(RegistrySession session, String path) {
        this.session = session;
        this.path = path;
    }

    private URI uploads(String query) {
        return session.endpoint().at("/v2/" + path + "/blobs/uploads/" + query);
    }

    /** Asks for a part of another repository; answers whether that was enough. */
    boolean mount(BlobDescriptor part, String otherPath) throws ProblemException, InterruptedException {
        String query = "?mount=" + encoded(part.digest().toString()) + "&from=" + encoded(otherPath);
        try (HttpAnswer answer = session.ask(Call.of("POST", uploads(query)))) {
            if (answer.status() == 202) {
                // An upload was begun instead. It is left to the registry: to delete it takes a right of its own.
                return false;
            }
            // Whoever may not read the other repository sends the part.
            return answer.status() == 201;
        }
    }

    /** Sends all of a file. */
    void send(BlobDescriptor part, Path file, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        URI location = begin();
        Retries retries = session.retries();
        long sent = 0;
        while (sent < part.size()) {
            AtomicLong now = new AtomicLong(sent);
            IOException failure;
            try (HttpAnswer answer = session.askOnce(filling(location, file, sent, part.size(), now, progress))) {
                if (answer.status() == 416) {
                    // The registry has another part of it than thought.
                    failure = new IOException("it has another part than was sent");
                } else {
                    retries.requireLasting(answer);
                    if (answer.status() != 202 && answer.status() != 201) {
                        throw RegistryProblems.refused(session.endpoint(), path, answer, session.patience());
                    }
                    location = location(answer);
                    break;
                }
            } catch (IOException e) {
                failure = e;
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            if (now.get() > sent) {
                retries.progressed();
            }
            if (!retries.pauseAfter(failure)) {
                throw RegistryProblems.unreachable(session.endpoint(), failure);
            }
            Filled filled = filled(location);
            sent = Math.min(filled.bytes(), part.size());
            location = filled.location();
        }
        close(part, location);
        progress.bytes(part.size(), part.size());
    }

    private URI begin() throws ProblemException, InterruptedException {
        try (HttpAnswer answer = session.ask(Call.of("POST", uploads("")))) {
            if (answer.status() != 202) {
                throw RegistryProblems.refused(session.endpoint(), path, answer, session.patience());
            }
            return location(answer);
        }
    }

    private Call filling(URI location, Path file, long from, long size, AtomicLong sent, Progress progress) {
        Call call = new Call(
                "PATCH",
                location,
                Map.of("Content-Type", "application/octet-stream"),
                () -> body(file, from, size, sent, progress),
                sent::get);
        // Docker's registry takes the whole of it best without a range.
        return from == 0 ? call : call.with("Content-Range", from + "-" + (size - 1));
    }

    private static BodyPublisher body(Path file, long from, long size, AtomicLong sent, Progress progress) {
        sent.set(from);
        return BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> {
                    try {
                        InputStream in = Files.newInputStream(file);
                        in.skipNBytes(from);
                        return new Counting(in, size, sent, progress);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }),
                size - from);
    }

    private static final class Counting extends FilterInputStream {
        private final long size;
        private final AtomicLong sent;
        private final Progress progress;

        Counting(InputStream in, long size, AtomicLong sent, Progress progress) {
            super(in);
            this.size = size;
            this.sent = sent;
            this.progress = progress;
        }

        @Override
        public int read() throws IOException {
            int one = in.read();
            return one < 0 ? one : counted(1, one);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int got = in.read(buffer, offset, length);
            return got < 0 ? got : counted(got, got);
        }

        private int counted(int more, int answer) {
            progress.bytes(sent.addAndGet(more), size);
            return answer;
        }
    }

    private record Filled(long bytes, URI location) {}

    /** How far an upload came. */
    private Filled filled(URI location) throws ProblemException, InterruptedException {
        try (HttpAnswer answer = session.ask(Call.of("GET", location))) {
            if (answer.status() == 204 || answer.status() == 202) {
                Matcher range =
                        RANGE.matcher(answer.headers().firstValue("Range").orElse(""));
                long last = range.matches() ? Long.parseLong(range.group(1)) : -1;
                // "0-0" is what some say of nothing, and one byte sent again does no harm.
                return new Filled(last <= 0 ? 0 : last + 1, location(answer));
            }
            // It is forgotten; another is begun.
            return new Filled(0, begin());
        }
    }

    private void close(BlobDescriptor part, URI location) throws ProblemException, InterruptedException {
        String query = location.getRawQuery();
        URI closing = URI.create(location
                + (query == null ? "?" : "&")
                + "digest="
                + encoded(part.digest().toString()));
        Call call = Call.of("PUT", closing, "application/octet-stream", new byte[0]);
        try (HttpAnswer answer = session.ask(call)) {
            if (answer.status() != 201 && answer.status() != 204) {
                throw RegistryProblems.refused(session.endpoint(), path, answer, session.patience());
            }
        }
    }

    /** Where the upload goes on; a part is sent nowhere but where the registry itself says, and never less guarded. */
    private URI location(HttpAnswer answer) throws ProblemException {
        String text = answer.headers().firstValue("Location").orElse("");
        try {
            URI next = answer.from().resolve(text);
            boolean known = "https".equals(next.getScheme())
                    || ("http".equals(next.getScheme())
                            && "http".equals(answer.from().getScheme()));
            if (!text.isEmpty() && known && next.getHost() != null && next.getUserInfo() == null) {
                return next;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw RegistryProblems.wrong(
                session.endpoint(), path, "it sends an upload to '" + RegistryJson.shown(text) + "'");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
