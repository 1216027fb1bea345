package dev.hamlet.engine.image.registry;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who asks registries: what {@code hamlet image login} kept, then what Podman and Docker know on this computer. Read anew at
 * each question. Safe for use by many threads.
 */
final class Credentials {
    /** Under which Docker keeps those for Docker Hub. */
    private static final String HUB = "https://index.docker.io/v1/";

    private final AuthFileJson own;
    private final List<AuthFileJson> files;
    private final ProcessLauncher launcher;
    private final TimeSource time;

    /**
     * In the places that this environment names.
     *
     * @param environment {@code REGISTRY_AUTH_FILE}, {@code XDG_RUNTIME_DIR}, {@code XDG_CONFIG_HOME}, {@code
     *     DOCKER_CONFIG}, {@code HOME}
     */
    Credentials(HamletPaths paths, Map<String, String> environment, ProcessLauncher launcher, TimeSource time) {
        this.own = new AuthFileJson(paths.config().resolve("registry-auth.json"));
        this.launcher = launcher;
        this.time = time;
        List<AuthFileJson> all = new ArrayList<>(List.of(own));
        add(all, environment, "REGISTRY_AUTH_FILE", "", "");
        add(all, environment, "XDG_RUNTIME_DIR", "", "containers/auth.json");
        add(all, environment, "XDG_CONFIG_HOME", ".config", "containers/auth.json");
        add(all, environment, "DOCKER_CONFIG", ".docker", "config.json");
        this.files = List.copyOf(all);
    }

    private static void add(
            List<AuthFileJson> all, Map<String, String> environment, String variable, String inHome, String file) {
        String named = environment.getOrDefault(variable, "");
        String home = environment.getOrDefault("HOME", "");
        if (!named.isEmpty()) {
            all.add(new AuthFileJson(Path.of(named).resolve(file)));
        } else if (!inHome.isEmpty() && !home.isEmpty()) {
            all.add(new AuthFileJson(Path.of(home, inHome, file)));
        }
    }

    /** Where it is kept by which a person logged in. */
    record Place(String shown, boolean encrypted) {}

    /** Under which names a repository's credential may stand: the nearest first. */
    private static List<String> keys(String registry, String path) {
        List<String> keys = new ArrayList<>();
        for (String rest = path; !rest.isEmpty(); rest = rest.substring(0, Math.max(0, rest.lastIndexOf('/')))) {
            keys.add(registry + "/" + rest);
        }
        keys.add(registry);
        if (registry.equals("docker.io")) {
            keys.add(HUB);
            keys.add("index.docker.io");
            keys.add("registry-1.docker.io");
        }
        return keys;
    }

    /** What helpers know a registry by. */
    private static String server(String registry) {
        return registry.equals("docker.io") ? HUB : registry;
    }

    /**
     * Who asks for this repository, if that is known.
     *
     * @param path empty for the registry itself
     * @throws ProblemException {@code FileUnusable}, {@code CredentialHelperFailed}
     */
    Optional<Credential> of(String registry, String path) throws ProblemException, InterruptedException {
        for (AuthFileJson file : files) {
            AuthFileJson.Entry entry = file.find(keys(registry, path));
            if (entry.helper().isPresent()) {
                Optional<Credential> kept =
                        new CredentialHelperJson(entry.helper().get(), launcher).get(server(registry));
                if (kept.isPresent()) {
                    return kept;
                }
            }
            if (entry.credential().isPresent()) {
                return entry.credential();
            }
        }
        return Optional.empty();
    }

    /** Keeps a credential: by the helper that is set for the registry, else in a file of Hamlet's own. */
    Place keep(String registry, Credential credential) throws ProblemException, InterruptedException {
        Optional<CredentialHelperJson> helper = helper(registry);
        if (helper.isPresent()) {
            helper.get().store(server(registry), credential);
            boolean _ = own.remove(keys(registry, ""), time);
            return new Place("docker-credential-" + helper.get().name(), true);
        }
        own.put(server(registry), credential, time);
        return new Place(own.file().toString(), false);
    }

    /** Forgets what was kept here; answers whether there was something. */
    boolean forget(String registry) throws ProblemException, InterruptedException {
        boolean some = own.remove(keys(registry, ""), time);
        Optional<CredentialHelperJson> helper = helper(registry);
        if (helper.isPresent() && helper.get().get(server(registry)).isPresent()) {
            helper.get().erase(server(registry));
            some = true;
        }
        return some;
    }

    /** The file of another program that knows a registry still. */
    Optional<Path> knownBy(String registry) throws ProblemException {
        for (AuthFileJson file : files) {
            if (file.find(keys(registry, "")).credential().isPresent()) {
                return Optional.of(file.file());
            }
        }
        return Optional.empty();
    }

    private Optional<CredentialHelperJson> helper(String registry) throws ProblemException {
        for (AuthFileJson file : files) {
            Optional<String> named = file.find(keys(registry, "")).helper();
            if (named.isPresent()) {
                return named.map(name -> new CredentialHelperJson(name, launcher));
            }
        }
        return Optional.empty();
    }
}
