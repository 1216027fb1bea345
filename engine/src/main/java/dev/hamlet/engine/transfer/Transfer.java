package dev.hamlet.engine.transfer;

import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.DownloadProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * One file on its way, through as many tries as it takes. The protocol is RFC 9110 section 14: {@code Range} asks for the
 * rest, {@code If-Range} makes a server whose file has changed answer with the whole of it. Used by one thread.
 */
public final class Transfer {
    /** Left free on the disk, so that a download is not what breaks everything else. */
    private static final long RESERVE = 64L << 20;

    private final Asking asking;
    private final Retries retries;
    private final Patience patience;
    private final ToLongFunction<Path> freeBytes;
    private final Wanted wanted;
    private final Growing growing;

    /**
     * A transfer of this file.
     *
     * @param asking answers for the address, after whatever redirects
     * @param freeBytes how much a folder's disk takes
     * @param growing is told how it grows
     */
    public Transfer(
            Asking asking,
            Retries retries,
            Patience patience,
            ToLongFunction<Path> freeBytes,
            Wanted wanted,
            Growing growing) {
        this.asking = asking;
        this.retries = retries;
        this.patience = patience;
        this.freeBytes = freeBytes;
        this.wanted = wanted;
        this.growing = growing;
    }

    /**
     * Brings it: whole, with the right digest, or not at all; what came is kept beside the target for the next try.
     *
     * @throws ProblemException {@code SiteUnreachable}, {@code SiteRefused}, {@code DownloadStopped}, {@code
     *     DigestMismatch} and {@code LengthMismatch} (what came is deleted), {@code SpaceShort}, and what the asking throws
     */
    public void run(Progress progress) throws IOException, ProblemException, InterruptedException {
        URI plain = Http.withoutCredentials(wanted.url());
        try (PartFile part = PartFile.open(wanted.target(), plain, wanted.digest(), growing, progress)) {
            boolean ofEarlierRun = fill(part, progress);
            Digest actual = part.digest();
            if (!actual.equals(wanted.digest()) && ofEarlierRun) {
                // What an earlier run wrote may not have reached the disk before a loss of power: once more, all anew.
                part.forget();
                boolean _ = fill(part, progress);
                actual = part.digest();
            }
            if (!actual.equals(wanted.digest())) {
                part.delete();
                throw new ProblemException(new DownloadProblem.DigestMismatch(
                        wanted.shown(), Http.site(wanted.url()), wanted.digest().toString(), actual.toString()));
            }
            part.finish();
        }
    }

    /** Tries until all bytes are there; whether some of them are of an earlier run. */
    private boolean fill(PartFile part, Progress progress) throws ProblemException, InterruptedException, IOException {
        long most = part.length();
        while (true) {
            IOException failure;
            try {
                attempt(part, progress);
                return part.isOfEarlierRun();
            } catch (LocalFailure e) {
                throw e.cause;
            } catch (IOException e) {
                failure = e;
            }
            if (part.length() > most) {
                most = part.length();
                retries.progressed();
            }
            if (!retries.pauseAfter(failure)) {
                throw gaveUp(part, failure);
            }
        }
    }

    /** One request; returns when the server has nothing more to give. */
    private void attempt(PartFile part, Progress progress) throws IOException, ProblemException, InterruptedException {
        boolean goOn = part.canGoOn();
        boolean direct = goOn && !part.content().from().isEmpty();
        Map<String, String> headers = goOn
                ? Map.of(
                        "Range",
                        "bytes=" + part.length() + "-",
                        "If-Range",
                        part.content().validator())
                : Map.of();
        // Of several mirrors behind one address, the one that gave the first bytes knows them by the same name.
        URI asked = direct ? URI.create(part.content().from()) : wanted.url();
        boolean answered = false;
        try (HttpAnswer answer = asking.get(asked, headers)) {
            answered = answer.status() < 400 || answer.status() == 416;
            retries.requireLasting(answer);
            switch (answer.status()) {
                case 200 -> {
                    // What tells of itself that it is something else must not cost what came.
                    requireLength(answer.length().orElse(wanted.size()));
                    local(() -> part.startOver(
                            Http.withoutCredentials(wanted.url()),
                            new PartFile.Content(
                                    answer.from().toString(),
                                    answer.validator(),
                                    answer.length().orElse(-1))));
                    receive(answer, part, progress);
                }
                case 206 -> {
                    if (!isRest(answer, part)) {
                        local(part::forget);
                        throw new IOException("the site sent another part than the one asked for");
                    }
                    receive(answer, part, progress);
                }
                case 416 -> {
                    long total =
                            answer.range().map(HttpAnswer.ContentRange::total).orElse(-1L);
                    if (total != part.length()) {
                        local(part::forget);
                        throw new IOException("the site has no such part of the file");
                    }
                }
                default -> {
                    if (!direct) {
                        throw refused(wanted.url(), answer.status());
                    }
                    throw new IOException("status " + answer.status());
                }
            }
        } finally {
            if (direct && !answered) {
                part.forgetSite();
            }
        }
    }

    private static boolean isRest(HttpAnswer answer, PartFile part) {
        Optional<HttpAnswer.ContentRange> range = answer.range();
        PartFile.Content content = part.content();
        String validator = answer.validator();
        return range.isPresent()
                && range.get().first() == part.length()
                && (content.total() < 0
                        || range.get().total() < 0
                        || content.total() == range.get().total())
                && (validator.isEmpty() || validator.equals(content.validator()));
    }

    private void receive(HttpAnswer answer, PartFile part, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        long total =
                answer.length().isPresent() ? part.length() + answer.length().getAsLong() : -1;
        requireLength(total < 0 ? wanted.size() : total);
        requireSpace(Math.max(total, wanted.size()) - part.length());
        progress.bytes(part.length(), total);
        for (List<ByteBuffer> piece = answer.body().next(patience.silence());
                !piece.isEmpty();
                piece = answer.body().next(patience.silence())) {
            for (ByteBuffer bytes : piece) {
                if (wanted.size() >= 0 && part.length() + bytes.remaining() > wanted.size()) {
                    part.delete();
                    throw otherLength(part.length() + bytes.remaining());
                }
                local(() -> part.append(bytes));
            }
            progress.bytes(part.length(), total);
        }
        if (total >= 0 && part.length() < total) {
            throw new IOException("the site closed the line early");
        } else if (part.length() < wanted.size()) {
            throw new IOException("the site sent " + part.length() + " of " + wanted.size() + " bytes");
        }
    }

    private void requireLength(long length) throws ProblemException {
        if (wanted.size() >= 0 && length != wanted.size()) {
            throw otherLength(length);
        }
    }

    private ProblemException otherLength(long length) {
        return new ProblemException(
                new DownloadProblem.LengthMismatch(wanted.shown(), Http.site(wanted.url()), wanted.size(), length));
    }

    private void requireSpace(long needed) throws ProblemException {
        Path folder = Objects.requireNonNull(wanted.target().toAbsolutePath().getParent());
        long free = freeBytes.applyAsLong(folder);
        if (needed > 0 && needed > free - RESERVE) {
            throw new ProblemException(new MediaProblem.SpaceShort(folder, Math.max(needed, needed + RESERVE), free));
        }
    }

    /** A failure of this computer's disk, which no further request can mend. */
    private static final class LocalFailure extends IOException {
        private static final long serialVersionUID = 1L;
        private final IOException cause;

        LocalFailure(IOException cause) {
            super(cause);
            this.cause = cause;
        }
    }

    @FunctionalInterface
    private interface FileWork {
        void run() throws IOException;
    }

    private static void local(FileWork work) throws LocalFailure {
        try {
            work.run();
        } catch (IOException e) {
            throw new LocalFailure(e);
        }
    }

    private ProblemException gaveUp(PartFile part, IOException failure) {
        long total = part.content().total();
        if (part.length() > 0) {
            int percent = total > 0 ? (int) (part.length() * 100 / total) : 0;
            return new ProblemException(
                    new DownloadProblem.DownloadStopped(wanted.shown(), Http.site(wanted.url()), percent), failure);
        }
        return unreachable(wanted.url(), failure);
    }

    /** Why a site could not be asked. */
    public static ProblemException unreachable(URI url, IOException failure) {
        if (failure instanceof Retries.TryLater later) {
            return refused(url, later.status());
        }
        return new ProblemException(new DownloadProblem.SiteUnreachable(Http.site(url), reason(failure)), failure);
    }

    /** A failure of a connection in words. */
    public static String reason(IOException failure) {
        // The JDK's client wraps "no such host" in an exception without words, and distrust in words for programmers.
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "no such host";
            }
            if (cause instanceof CertPathBuilderException || cause instanceof CertificateException) {
                return "this computer does not trust its certificate";
            }
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    /** A status that is no success. */
    public static ProblemException refused(URI url, int status) {
        return new ProblemException(new DownloadProblem.SiteRefused(
                Http.site(url), Http.withoutCredentials(url).toString(), status));
    }
}
