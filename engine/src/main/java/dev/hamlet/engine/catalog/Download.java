package dev.hamlet.engine.catalog;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.Turn;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.DownloadProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.transfer.Digest;
import dev.hamlet.engine.transfer.Growing;
import dev.hamlet.engine.transfer.Http;
import dev.hamlet.engine.transfer.HttpAnswer;
import dev.hamlet.engine.transfer.Patience;
import dev.hamlet.engine.transfer.Retries;
import dev.hamlet.engine.transfer.Transfer;
import dev.hamlet.engine.transfer.Wanted;
import dev.hamlet.nativebridge.FileLock;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.ToLongFunction;

/**
 * Brings files from their publishers: resumably (a {@code .part} file is kept through failures, cancelling and crashes),
 * held to a digest before anybody sees them, and once even if several processes want the same file. Safe for use by many
 * threads.
 */
public final class Download implements AutoCloseable {
    /** Where a write has failed and less than this is free, that is why it failed. */
    private static final long LEAST_FREE = 1 << 20;

    /** Status codes from here on are refusals (RFC 9110 section 15.5). */
    private static final int FIRST_REFUSAL = 400;

    /** Somebody waits for it. */
    private static final Duration SHORT = Duration.ofSeconds(3);

    private static final Duration OFFER_HOLDS = Duration.ofHours(1);

    /** When a site said yes last. */
    private final ConcurrentMap<URI, Long> offered = new ConcurrentHashMap<>();

    private final Http http;
    private final Map<String, String> environment;
    private final TimeSource time;
    private final Patience patience;
    private final ToLongFunction<Path> freeBytes;

    /**
     * Downloads in this environment.
     *
     * @param environment names the proxies: {@code http_proxy}, {@code https_proxy}, {@code all_proxy}, {@code no_proxy}
     */
    public Download(Map<String, String> environment, TimeSource time) {
        this(environment, time, Patience.USUAL, folder -> folder.toFile().getUsableSpace());
    }

    Download(Map<String, String> environment, TimeSource time, Patience patience, ToLongFunction<Path> freeBytes) {
        this.environment = Map.copyOf(environment);
        this.http = new Http(environment, patience.connection());
        this.time = time;
        this.patience = patience;
        this.freeBytes = freeBytes;
    }

    /** Whether a site offers this now; of the file itself nothing is read. A yes holds for an hour, so as not to be asked for. */
    boolean offers(URI url) throws InterruptedException {
        Long last = offered.get(url);
        if (last != null && time.nanos() - last < OFFER_HOLDS.toNanos()) {
            return true;
        }
        boolean yes = asked(url);
        if (yes) {
            offered.put(url, time.nanos());
        } else {
            offered.remove(url);
        }
        return yes;
    }

    private boolean asked(URI url) throws InterruptedException {
        try (Http hasty = new Http(environment, SHORT);
                HttpAnswer answer = hasty.get(url, Map.of())) {
            return answer.status() < FIRST_REFUSAL;
        } catch (IOException | ProblemException e) {
            return false;
        }
    }

    /**
     * Brings a file, or leaves it alone where it is already there and right.
     *
     * @param url where it is
     * @param expected what its bytes must come to
     * @param target where it shall be; it appears whole, with the right digest, or not at all
     * @throws ProblemException {@code SiteUnreachable}, {@code SiteRefused}, {@code DownloadStopped} (what came is kept),
     *     {@code DigestMismatch} (what came is deleted), {@code SpaceShort}, or {@code FileUnusable}
     * @throws InterruptedException if it was cancelled; what came is kept
     */
    public void fetch(URI url, Digest expected, Path target, Progress progress)
            throws ProblemException, InterruptedException {
        Path folder = Objects.requireNonNull(target.toAbsolutePath().getParent());
        HamletPaths.makePrivate(folder);
        try (FileLock _ = lock(target, progress)) {
            if (Files.exists(target)) {
                if (digest(target, expected.algorithm(), progress).equals(expected)) {
                    return;
                }
                Files.delete(target);
            }
            Wanted wanted = Wanted.of(url, expected, target);
            new Transfer(http, new Retries(patience, time), patience, freeBytes, wanted, Growing.UNSEEN).run(progress);
        } catch (IOException e) {
            long free = freeBytes.applyAsLong(folder);
            if (free < LEAST_FREE) {
                throw new ProblemException(new MediaProblem.SpaceShort(folder, LEAST_FREE, free), e);
            }
            throw new ProblemException(new HostProblem.FileUnusable(target, WholeFile.reason(e)), e);
        }
    }

    /** Whoever else is bringing the same file is waited for, and then finds it there. */
    private FileLock lock(Path target, Progress progress) throws IOException, InterruptedException {
        Path file = target.resolveSibling("." + target.getFileName() + ".lock");
        return Turn.await(file, time, () -> {
            Progress _ = progress.part(Phrase.of("step.download-elsewhere", String.valueOf(target.getFileName())), 0);
        });
    }

    /**
     * What a file comes to.
     *
     * @throws IOException if it cannot be read
     */
    static Digest digest(Path file, Digest.Algorithm algorithm, Progress progress)
            throws IOException, InterruptedException {
        MessageDigest digest = algorithm.begin();
        byte[] buffer = new byte[1 << 20];
        long all = Files.size(file);
        long done = 0;
        try (InputStream stream = Files.newInputStream(file)) {
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                progress.check();
                digest.update(buffer, 0, n);
                done += n;
                progress.bytes(done, all);
            }
        }
        return algorithm.end(digest);
    }

    /**
     * The digest that a source promises: the catalogue's own, or read from the publisher's file now.
     *
     * @throws ProblemException {@code DigestUnpublished} if that file does not name the image, and as {@link #fetch}
     */
    public Digest promised(ImageSource source) throws ProblemException, InterruptedException {
        return switch (source.digest()) {
            case DigestSource.Pinned pinned -> pinned.digest();
            case DigestSource.Published published ->
                ChecksumFile.find(text(published.url()), published.algorithm(), source.fileName())
                        .orElseThrow(() -> new ProblemException(new DownloadProblem.DigestUnpublished(
                                source.fileName(),
                                Http.withoutCredentials(published.url()).toString())));
        };
    }

    /** The content of a small text file, such as one of digests. */
    String text(URI url) throws ProblemException, InterruptedException {
        Retries retries = new Retries(patience, time);
        while (true) {
            try (HttpAnswer answer = http.get(url, Map.of())) {
                retries.requireLasting(answer);
                if (answer.status() != 200) {
                    throw Transfer.refused(url, answer.status());
                }
                return text(url, answer);
            } catch (IOException e) {
                if (!retries.pauseAfter(e)) {
                    throw Transfer.unreachable(url, e);
                }
            }
        }
    }

    private String text(URI url, HttpAnswer answer) throws IOException, ProblemException, InterruptedException {
        byte[] content = answer.content(4 << 20, patience.silence())
                .orElseThrow(() -> new ProblemException(new DownloadProblem.SiteUnreachable(
                        Http.site(url), "what it sends is far too large for a list")));
        return new String(content, StandardCharsets.UTF_8);
    }

    /** Lets go of all connections. */
    @Override
    public void close() {
        http.close();
    }
}
