package dev.hamlet.engine.image.registry;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.image.Platform;
import dev.hamlet.engine.image.RemoteRepository;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.transfer.HttpAnswer;
import dev.hamlet.engine.transfer.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Registries of container images: brings images from them and to them, as whoever may. Asks nobody until it is asked to. Safe
 * for use by many threads; all of it blocks.
 */
public final class Registries implements AutoCloseable {
    private static final int LONGEST = 4 << 20;
    private static final int MOST_PAGES = 20;

    private final ImageStore store;
    private final RegistrySettingsJson settings;
    private final Credentials credentials;
    private final Connections connections;
    private final TimeSource time;
    private final ToLongFunction<Path> freeBytes;

    /**
     * Registries as this environment reaches them.
     *
     * @param environment names proxies ({@code https_proxy}, {@code no_proxy} and so on) and the files of credentials of
     *     Docker and Podman
     * @param launcher starts helpers that keep credentials
     */
    public Registries(
            HamletPaths paths,
            Map<String, String> environment,
            ImageStore store,
            ProcessLauncher launcher,
            TimeSource time) {
        this(
                paths,
                environment,
                store,
                launcher,
                time,
                Patience.USUAL,
                folder -> folder.toFile().getUsableSpace());
    }

    Registries(
            HamletPaths paths,
            Map<String, String> environment,
            ImageStore store,
            ProcessLauncher launcher,
            TimeSource time,
            Patience patience,
            ToLongFunction<Path> freeBytes) {
        this.store = store;
        this.settings = new RegistrySettingsJson(paths, time);
        this.credentials = new Credentials(paths, environment, launcher, time);
        this.connections = new Connections(environment, patience);
        this.time = time;
        this.freeBytes = freeBytes;
    }

    /** What a person has chosen for registries. */
    public RegistrySettingsJson settings() {
        return settings;
    }

    /**
     * Brings an image into the store: what is there already is not brought again, what was cut off goes on where it stopped,
     * and no name leads to it before every part is what its digest promises.
     *
     * @param platform which of several, or the one for this computer
     * @param security how the registry is spoken to, or as was chosen for it
     * @throws ProblemException {@code RemoteImageMissing}, {@code RegistryDenied}, {@code RegistryUnreachable} and others
     *     of registries; {@code PlatformMissing}; {@code DownloadStopped}, {@code DigestMismatch}, {@code SpaceShort};
     *     {@code BlobDamaged}, {@code LayerRefused}
     * @throws InterruptedException if it was cancelled; what came is kept for the next try, and no name leads to it
     */
    public Image pull(
            ImageReference reference, Optional<Platform> platform, Optional<Security> security, Progress progress)
            throws ProblemException, InterruptedException {
        RemoteRepository from = repository(reference, Scopes.pull(reference.path()), security, true);
        return store.transfers().pull(from, reference, platform, progress);
    }

    /**
     * Takes an image to its registry: parts that are there are not sent again, and the manifest is the last.
     *
     * @param image its name or id in the store
     * @param target under which name
     * @param platform which of several; else all, where all are here
     * @throws ProblemException {@code ContainerImageNotFound}, {@code BlobMissing}, {@code RegistryDenied} and others of
     *     registries
     */
    public Image push(
            String image,
            ImageReference target,
            Optional<Platform> platform,
            Optional<Security> security,
            Progress progress)
            throws ProblemException, InterruptedException {
        RemoteRepository to = repository(target, Scopes.push(target.path()), security, false);
        return store.transfers().push(to, image, target, platform, progress);
    }

    private RemoteRepository repository(
            ImageReference reference, Scopes scopes, Optional<Security> security, boolean mirrored)
            throws ProblemException, InterruptedException {
        String registry = reference.domain();
        RegistryChoice choice = choice(registry, security);
        List<RegistrySession> sessions = new ArrayList<>();
        if (mirrored) {
            for (URI mirror : choice.mirrors()) {
                sessions.add(session(Endpoint.ofMirror(mirror, choice), reference.path(), scopes));
            }
        }
        sessions.add(session(Endpoint.of(registry, choice), reference.path(), scopes));
        return new RegistryRepository(sessions, reference.path(), freeBytes);
    }

    private RegistryChoice choice(String registry, Optional<Security> security) throws ProblemException {
        RegistryChoice choice = settings.of(registry);
        return security.map(choice::with).orElse(choice);
    }

    private RegistrySession session(Endpoint endpoint, String path, Scopes scopes)
            throws ProblemException, InterruptedException {
        Optional<Credential> who = credentials.of(endpoint.registry(), path);
        return session(endpoint, who, scopes, path.isEmpty() ? endpoint.registry() : path);
    }

    private RegistrySession session(Endpoint endpoint, Optional<Credential> who, Scopes scopes, String what) {
        return new RegistrySession(connections, endpoint, new Authorizing(who, scopes, what, time), time);
    }

    /** Where a login was kept. */
    public record Login(String place, boolean encrypted) {}

    /**
     * Asks the registry whether it knows this user, and keeps the password for later: by the helper that Docker's or
     * Podman's file sets for the registry, else in a file of Hamlet's own that its user alone can read.
     *
     * @throws ProblemException {@code RegistryDenied} if it does not; nothing is kept then
     */
    public Login login(String registry, Credential credential, Optional<Security> security)
            throws ProblemException, InterruptedException {
        RegistrySession session = session(
                Endpoint.of(registry, choice(registry, security)), Optional.of(credential), Scopes.NONE, registry);
        try (HttpAnswer answer = session.ask(Call.of("GET", session.endpoint().at("/v2/")))) {
            if (answer.status() != 200) {
                throw RegistryProblems.refused(session.endpoint(), registry, answer, session.patience());
            }
        }
        Credentials.Place place = credentials.keep(registry, credential);
        return new Login(place.shown(), place.encrypted());
    }

    /**
     * Forgets a login.
     *
     * @return whether there was one
     */
    public boolean logout(String registry) throws ProblemException, InterruptedException {
        return credentials.forget(registry);
    }

    /** The file of another program by which the registry is known still, after a logout here. */
    public Optional<Path> knownBy(String registry) throws ProblemException {
        return credentials.knownBy(registry);
    }

    /**
     * Looks for images.
     *
     * @param term part of a name
     * @param most how many are wanted
     * @throws ProblemException {@code SearchMissing} if the registry has no search and lists nothing either
     */
    public List<FoundImage> search(String registry, String term, int most, Optional<Security> security)
            throws ProblemException, InterruptedException {
        RegistryChoice choice = choice(registry, security);
        // Docker Hub is searched where it is said to be, not where its images are.
        Endpoint endpoint = registry.equals("docker.io")
                ? new Endpoint(registry, URI.create("https://index.docker.io"), choice)
                : Endpoint.of(registry, choice);
        RegistrySession session = session(endpoint, "", Scopes.NONE.and("registry:catalog:*"));
        String query = "?q=" + URLEncoder.encode(term, StandardCharsets.UTF_8) + "&n=" + most;
        try (HttpAnswer answer = session.ask(Call.of("GET", endpoint.at("/v1/search" + query)))) {
            if (answer.status() == 200) {
                Optional<List<FoundImage>> found =
                        content(session, answer).flatMap(bytes -> RegistryJson.found(bytes, registry));
                if (found.isPresent()) {
                    return found.get().stream().limit(most).toList();
                }
            }
        }
        return listed(session, registry, term.toLowerCase(Locale.ROOT), most);
    }

    private List<FoundImage> listed(RegistrySession session, String registry, String term, int most)
            throws ProblemException, InterruptedException {
        List<FoundImage> all = new ArrayList<>();
        String next = "/v2/_catalog?n=1000";
        for (int page = 0; page < MOST_PAGES && !next.isEmpty() && all.size() < most; page++) {
            try (HttpAnswer answer =
                    session.ask(Call.of("GET", session.endpoint().at(next)))) {
                if (answer.status() == 401 || answer.status() == 403) {
                    throw RegistryProblems.refused(session.endpoint(), registry, answer, session.patience());
                }
                List<String> names = (answer.status() == 200 ? content(session, answer) : Optional.<byte[]>empty())
                        .flatMap(RegistryJson::repositories)
                        .orElseThrow(() -> new ProblemException(new ImageProblem.SearchMissing(registry)));
                names.stream()
                        .filter(name -> name.contains(term))
                        .forEach(name -> all.add(new FoundImage(registry + "/" + name, "", 0, false)));
                next = answer.headers()
                        .firstValue("Link")
                        .map(link -> link.replaceFirst("^<(?:https?://[^/>]*)?(/[^>]*)>.*$", "$1"))
                        .filter(link -> link.matches(
                                "/v2/_catalog[A-Za-z0-9?&=._~/+-]*(%[0-9A-Fa-f]{2}[A-Za-z0-9?&=._~/+-]*)*"))
                        .orElse("");
            }
        }
        return all.stream().limit(most).toList();
    }

    private static Optional<byte[]> content(RegistrySession session, HttpAnswer answer) throws InterruptedException {
        try {
            return answer.content(LONGEST, session.patience().silence());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Lets go of all connections. */
    @Override
    public void close() {
        connections.close();
    }
}
