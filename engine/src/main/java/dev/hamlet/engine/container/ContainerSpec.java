package dev.hamlet.engine.container;

import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a container is to be. Immutable; {@link #checked} refuses what cannot be. Kept as {@code container.json}.
 *
 * @param id its id, for ever
 * @param name what people call it: letters, digits and {@code _.-}, 2 to 128, beginning with a letter or digit
 * @param image what it has of its image
 * @param wish what the user said
 * @param volumes names of the volumes that were made for it alone, by where they are mounted
 * @param created when it was made
 * @param unknown keys of its file that this version does not know, kept through every rewrite
 */
public record ContainerSpec(
        ContainerId id,
        String name,
        ImageDefaults image,
        ContainerWish wish,
        Map<String, String> volumes,
        Instant created,
        ContainerSpecJson.UnknownKeys unknown) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{1,127}");
    private static final Pattern VARIABLE = Pattern.compile("[^=\\x00]+=[^\\x00]*");
    private static final Pattern HOSTNAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,62}");

    /** The least limit of memory that a runtime itself gets by with. */
    private static final long LEAST_MEMORY = 6 << 20;

    private static final long LEAST_LOG = 16 << 10;
    private static final long MOST_LOG = 1L << 40;
    private static final int MOST_LOG_FILES = 99;
    private static final Duration LEAST_INTERVAL = Duration.ofMillis(100);
    private static final double LEAST_CPUS = 0.01;

    /** Copies the map. */
    public ContainerSpec {
        volumes = Collections.unmodifiableSortedMap(new TreeMap<>(volumes));
    }

    /**
     * The same, if it can be.
     *
     * @throws ProblemException {@code ContainerSettingInvalid}
     */
    public ContainerSpec checked() throws ProblemException {
        require(isName(name), "name", name, "2 to 128 letters, digits, _ . and -, beginning with a letter or digit");
        for (String variable : wish.environment()) {
            require(VARIABLE.matcher(variable).matches(), "environment", variable, "it is written NAME=value");
        }
        require(
                wish.workingDirectory().isEmpty() || wish.workingDirectory().startsWith("/"),
                "working directory",
                wish.workingDirectory(),
                "it begins with /");
        require(
                wish.hostname().isEmpty() || HOSTNAME.matcher(wish.hostname()).matches(),
                "hostname",
                wish.hostname(),
                "letters, digits, . and -, at most 63");
        long memory = wish.memory().map(size -> size.bytes()).orElse(LEAST_MEMORY);
        require(memory >= LEAST_MEMORY, "memory", String.valueOf(memory), "6 MiB is the least");
        require(
                wish.cpus() == 0 || (wish.cpus() >= LEAST_CPUS && wish.cpus() <= 8192),
                "cpus",
                String.valueOf(wish.cpus()),
                "from 0.01 to 8192 processors");
        require(wish.pids() >= 0, "pids", String.valueOf(wish.pids()), "a whole number, 0 for no limit");
        NetworkWish _ = wish.network().checked();
        require(
                !wish.removedAfter() || wish.upkeep().restart().equals(RestartPolicy.NO),
                "restart",
                wish.upkeep().restart().toString(),
                "no, for a container that is removed once it has ended");
        LogLimits log = wish.upkeep().log();
        require(
                log.size().bytes() >= LEAST_LOG && log.size().bytes() <= MOST_LOG,
                "log max-size",
                String.valueOf(log.size().bytes()),
                "from 16 KiB to 1 TiB");
        require(
                log.files() >= 1 && log.files() <= MOST_LOG_FILES,
                "log max-file",
                String.valueOf(log.files()),
                "from 1 to 99");
        Optional<HealthPlan> health = health();
        require(
                health.isEmpty() || health.get().interval().compareTo(LEAST_INTERVAL) >= 0,
                "health interval",
                health.map(plan -> plan.interval().toString()).orElse(""),
                "at least 0.1 s");
        FilesWish _ = wish.files().checked();
        for (Ulimit limit : wish.ulimits()) {
            limit.check();
        }
        for (String label : wish.labels().keySet()) {
            require(!label.isEmpty(), "label", "=" + wish.labels().get(label), "it is written NAME=VALUE");
        }
        for (String argument : arguments()) {
            require(argument.indexOf(0) < 0, "command", argument.replace('\0', '?'), "it holds no zero");
        }
        return this;
    }

    /** The same under another name. */
    public ContainerSpec named(String other) {
        return new ContainerSpec(id, other, image, wish, volumes, created, unknown);
    }

    /** The same with this upkeep. */
    public ContainerSpec keptUp(Upkeep upkeep) {
        return new ContainerSpec(id, name, image, wish.with(upkeep), volumes, created, unknown);
    }

    /** The same with these limits. */
    public ContainerSpec limited(ContainerLimits limits) {
        return new ContainerSpec(id, name, image, wish.with(limits), volumes, created, unknown);
    }

    /** The same with these volumes that were made for it alone. */
    public ContainerSpec given(Map<String, String> made) {
        return new ContainerSpec(id, name, image, wish, made, created, unknown);
    }

    /** Where volumes are mounted that nobody gave a name: those of the wish, and the image's where nothing else is. */
    public List<String> unnamedVolumes() {
        return allMounts().stream()
                .filter(mount -> mount instanceof MountWish.Volume volume
                        && volume.name().isEmpty())
                .map(MountWish::target)
                .toList();
    }

    /** All that is mounted, what lies within another after it; each volume with its name. */
    public List<MountWish> mounts() {
        return allMounts().stream()
                .map(mount ->
                        mount instanceof MountWish.Volume(String given, String at, boolean readOnly, boolean copied)
                                        && given.isEmpty()
                                ? new MountWish.Volume(volumes.getOrDefault(at, ""), at, readOnly, copied)
                                : mount)
                .sorted(Comparator.comparingInt(mount -> Path.of(mount.target()).getNameCount()))
                .toList();
    }

    private List<MountWish> allMounts() {
        List<MountWish> all = new ArrayList<>(wish.files().mounts());
        for (String written : image.volumes()) {
            // What an image says may be anything.
            String target = written.indexOf(0) < 0
                    ? Path.of("/").resolve(written).normalize().toString()
                    : "/";
            if (!target.equals("/")
                    && all.stream().noneMatch(one -> one.target().equals(target))) {
                all.add(new MountWish.Volume("", target, false, true));
            }
        }
        return all;
    }

    /** What else is said of it, the user's over the image's. */
    public Map<String, String> labels() {
        Map<String, String> all = new TreeMap<>(image.labels());
        all.putAll(wish.labels());
        return all;
    }

    /** Whether a container may be called so. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    private static void require(boolean holds, String setting, String value, String why) throws ProblemException {
        if (!holds) {
            throw new ProblemException(new ContainerProblem.ContainerSettingInvalid(setting, value, why));
        }
    }

    /** The program and its arguments; empty where nobody names one. An own entry point goes without the image's command. */
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>(wish.entrypoint().orElse(image.entrypoint()));
        arguments.removeIf(String::isEmpty);
        boolean own = wish.entrypoint().isPresent() || !wish.command().isEmpty();
        arguments.addAll(own ? wish.command() : image.command());
        return List.copyOf(arguments);
    }

    /** The variables that are said, by name, the user's over the image's. */
    public Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        for (List<String> some : List.of(image.environment(), wish.environment())) {
            for (String variable : some) {
                int equals = variable.indexOf('=');
                if (equals > 0) {
                    variables.put(variable.substring(0, equals), variable.substring(equals + 1));
                }
            }
        }
        return variables;
    }

    /** Where it starts. */
    public String workingDirectory() {
        String wanted = wish.workingDirectory().isEmpty() ? image.workingDirectory() : wish.workingDirectory();
        return wanted.startsWith("/") ? wanted : "/" + wanted;
    }

    /** Who it runs as, as it is written; empty for root. */
    public String user() {
        return wish.user().isEmpty() ? image.user() : wish.user();
    }

    /** How it is asked for its health; empty where it is not. */
    public Optional<HealthPlan> health() {
        return HealthPlan.of(wish.upkeep().health(), image.health());
    }

    /** What it calls itself. */
    public String hostname() {
        return wish.hostname().isEmpty() ? id.shortened() : wish.hostname();
    }
}
