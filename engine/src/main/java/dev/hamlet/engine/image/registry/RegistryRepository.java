package dev.hamlet.engine.image.registry;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.image.BlobDescriptor;
import dev.hamlet.engine.image.BlobDigest;
import dev.hamlet.engine.image.RemoteRepository;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.DownloadProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.transfer.Digest;
import dev.hamlet.engine.transfer.Growing;
import dev.hamlet.engine.transfer.HttpAnswer;
import dev.hamlet.engine.transfer.Retries;
import dev.hamlet.engine.transfer.Transfer;
import dev.hamlet.engine.transfer.Wanted;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A repository where it is asked: at mirrors first for what is read, at the registry itself for what is written. */
final class RegistryRepository implements RemoteRepository {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryRepository.class);
    /** What registries take; no manifest is larger. */
    private static final int LONGEST = 4 << 20;
    /** Where a write has failed and less than this is free, that is why it failed. */
    private static final long LEAST_FREE = 1 << 20;

    private static final String MANIFESTS = String.join(
            ", ",
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.docker.distribution.manifest.v2+json");

    private final List<RegistrySession> sessions;
    private final RegistrySession own;
    private final String path;
    private final ToLongFunction<Path> freeBytes;
    /** The session that answered last for a manifest: its parts are there. */
    private volatile RegistrySession good;

    /**
     * A repository.
     *
     * @param sessions mirrors, and the registry itself as the last
     * @param path of the repository there
     */
    RegistryRepository(List<RegistrySession> sessions, String path, ToLongFunction<Path> freeBytes) {
        this.sessions = List.copyOf(sessions);
        this.own = sessions.getLast();
        this.good = own;
        this.path = path;
        this.freeBytes = freeBytes;
    }

    private URI at(RegistrySession session, String rest) {
        return session.endpoint().at("/v2/" + path + "/" + rest);
    }

    @FunctionalInterface
    private interface Asked<T> {
        T of(RegistrySession session) throws ProblemException, InterruptedException;
    }

    /** Asks one after the other until one can answer; the last one's failure is told. */
    private static <T> T first(List<RegistrySession> all, Asked<T> asked)
            throws ProblemException, InterruptedException {
        for (RegistrySession mirror : all.subList(0, all.size() - 1)) {
            try {
                return asked.of(mirror);
            } catch (ProblemException e) {
                LOG.info(
                        "{} does not help, the next is asked: {}",
                        mirror.endpoint().site(),
                        e.problem());
            }
        }
        return asked.of(all.getLast());
    }

    private List<RegistrySession> goodFirst() {
        return good.equals(own) ? List.of(own) : List.of(good, own);
    }

    @Override
    public Document manifest(String tagOrDigest) throws ProblemException, InterruptedException {
        return first(sessions, session -> {
            Document document = manifest(session, tagOrDigest);
            good = session;
            return document;
        });
    }

    private Document manifest(RegistrySession session, String tagOrDigest)
            throws ProblemException, InterruptedException {
        Endpoint endpoint = session.endpoint();
        Optional<BlobDigest> wanted = BlobDigest.parse(tagOrDigest);
        String shown = endpoint.registry() + "/" + path + (wanted.isPresent() ? "@" : ":") + tagOrDigest;
        byte[] bytes = read(
                session,
                Call.get(at(session, "manifests/" + tagOrDigest), Map.of("Accept", MANIFESTS)),
                shown,
                answer -> {
                    if (wanted.isEmpty()) {
                        return answer.headers()
                                .firstValue("Docker-Content-Digest")
                                .flatMap(BlobDigest::parse);
                    }
                    return wanted;
                },
                LONGEST);
        return new Document(bytes);
    }

    @FunctionalInterface
    private interface Promise {
        Optional<BlobDigest> in(HttpAnswer answer);
    }

    /** Reads a small thing whole; broken lines are tried again a few times. */
    private static byte[] read(RegistrySession session, Call call, String shown, Promise promise, int most)
            throws ProblemException, InterruptedException {
        Endpoint endpoint = session.endpoint();
        Retries retries = session.retries();
        while (true) {
            try (HttpAnswer answer = session.ask(call)) {
                if (answer.status() == 404) {
                    throw new ProblemException(new ImageProblem.RemoteImageMissing(shown, endpoint.site()));
                } else if (answer.status() != 200) {
                    throw RegistryProblems.refused(endpoint, shown, answer, session.patience());
                }
                byte[] bytes = answer.content(most, session.patience().silence())
                        .orElseThrow(() -> RegistryProblems.wrong(
                                endpoint, shown, "it is longer than the " + most + " bytes that it may have"));
                Optional<BlobDigest> promised = promise.in(answer);
                if (promised.isPresent() && !promised.get().equals(BlobDigest.of(bytes))) {
                    throw RegistryProblems.wrong(
                            endpoint,
                            shown,
                            "its bytes come to " + BlobDigest.of(bytes) + ", and should to " + promised.get());
                }
                return bytes;
            } catch (IOException e) {
                if (!retries.pauseAfter(e)) {
                    throw RegistryProblems.unreachable(endpoint, e);
                }
            }
        }
    }

    @Override
    public byte[] small(BlobDescriptor part) throws ProblemException, InterruptedException {
        if (part.size() > LONGEST) {
            throw RegistryProblems.wrong(
                    good.endpoint(), part.digest().toString(), "it is longer than a description of an image can be");
        }
        return first(goodFirst(), session -> {
            byte[] bytes = read(
                    session,
                    Call.get(at(session, "blobs/" + part.digest()), Map.of()),
                    part.digest().toString(),
                    answer -> Optional.of(part.digest()),
                    LONGEST);
            if (bytes.length != part.size()) {
                throw RegistryProblems.wrong(
                        session.endpoint(),
                        part.digest().toString(),
                        "it has " + bytes.length + " bytes, and its image says " + part.size());
            }
            return bytes;
        });
    }

    @Override
    public void bring(BlobDescriptor part, Path target, Growing growing) throws ProblemException, InterruptedException {
        boolean _ = first(goodFirst(), session -> bring(session, part, target, growing));
    }

    private boolean bring(RegistrySession session, BlobDescriptor part, Path target, Growing growing)
            throws ProblemException, InterruptedException {
        Wanted wanted = new Wanted(
                at(session, "blobs/" + part.digest()),
                new Digest(Digest.Algorithm.SHA256, part.digest().hex()),
                part.size(),
                target,
                part.digest().toString());
        try {
            new Transfer(
                            (url, headers) -> asked(url, session.askOnce(Call.get(url, headers))),
                            session.retries(),
                            session.patience(),
                            freeBytes,
                            wanted,
                            growing)
                    .run(Progress.none());
            return true;
        } catch (ProblemException e) {
            throw switch (e.problem()) {
                case DownloadProblem.SiteUnreachable site
                when e.getCause() instanceof IOException why -> RegistryProblems.unreachable(session.endpoint(), why);
                case DownloadProblem.SiteRefused refused
                when refused.status() == 404 ->
                    new ProblemException(
                            new ImageProblem.RemoteImageMissing(
                                    path + "@" + part.digest(),
                                    session.endpoint().site()),
                            e);
                default -> e;
            };
        } catch (IOException e) {
            Path folder = Objects.requireNonNull(target.toAbsolutePath().getParent());
            long free = freeBytes.applyAsLong(folder);
            throw free < LEAST_FREE
                    ? new ProblemException(new MediaProblem.SpaceShort(folder, LEAST_FREE, free), e)
                    : HamletPaths.unusable(folder, e);
        }
    }

    /** Known by the address that was asked: those that a registry redirects to are signed, and hold for minutes. */
    private static HttpAnswer asked(URI url, HttpAnswer answer) {
        return new HttpAnswer(url, answer.status(), answer.headers(), answer.body());
    }

    @Override
    public boolean has(BlobDescriptor part) throws ProblemException, InterruptedException {
        try (HttpAnswer answer = own.ask(Call.of("HEAD", at(own, "blobs/" + part.digest())))) {
            return switch (answer.status()) {
                case 200 -> answer.length().orElse(part.size()) == part.size();
                case 404 -> false;
                default -> throw RegistryProblems.refused(own.endpoint(), path, answer, own.patience());
            };
        }
    }

    @Override
    public boolean mount(BlobDescriptor part, String otherPath) throws ProblemException, InterruptedException {
        return new BlobUpload(own, path).mount(part, otherPath);
    }

    @Override
    public void send(BlobDescriptor part, Path file, Progress progress) throws ProblemException, InterruptedException {
        try {
            new BlobUpload(own, path).send(part, file, progress);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }

    @Override
    public void put(String tagOrDigest, String mediaType, byte[] bytes) throws ProblemException, InterruptedException {
        String shown = path + ":" + tagOrDigest;
        try (HttpAnswer answer = own.ask(Call.of("PUT", at(own, "manifests/" + tagOrDigest), mediaType, bytes))) {
            if (answer.status() != 201) {
                throw RegistryProblems.refused(own.endpoint(), shown, answer, own.patience());
            }
            Optional<BlobDigest> kept =
                    answer.headers().firstValue("Docker-Content-Digest").flatMap(BlobDigest::parse);
            if (kept.isPresent() && !kept.get().equals(BlobDigest.of(bytes))) {
                throw RegistryProblems.wrong(
                        own.endpoint(), shown, "it keeps " + kept.get() + ", and was sent " + BlobDigest.of(bytes));
            }
        }
    }
}
