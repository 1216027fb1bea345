package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerLimits;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.FilesWish;
import dev.hamlet.engine.container.KeptLimits;
import dev.hamlet.engine.container.LogLimits;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.container.RestartPolicy;
import dev.hamlet.engine.container.Ulimit;
import dev.hamlet.engine.container.Upkeep;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What can be said of a new container, named as docker and podman users name it. */
final class ContainerOptions {
    private static final int USUAL_PIDS = 2048;

    @Option(names = "--name", paramLabel = "NAME", description = "What it is called (default: one after its image).")
    private String name = "";

    @Mixin
    private ProgramOptions program = new ProgramOptions();

    @Option(names = "--rm", description = "Remove it, with its files, once it has ended.")
    private boolean remove;

    @Option(
            names = {"-m", "--memory"},
            paramLabel = "SIZE",
            description = "How much memory it may use at most, such as 256m.")
    private @Nullable String memory;

    @Option(names = "--cpus", paramLabel = "N", description = "How many processors' time it may use, such as 0.5.")
    private @Nullable String cpus;

    @Option(
            names = "--pids-limit",
            paramLabel = "N",
            description = {
                "How many processes and threads it may have, 2048 if nothing is said and that can be kept; 0 or -1 for",
                "no limit."
            })
    private @Nullable Integer pids;

    @Option(
            names = "--entrypoint",
            paramLabel = "PROGRAM",
            description = "Instead of the image's entry point and command.")
    private @Nullable String entrypoint;

    @Option(names = "--hostname", paramLabel = "NAME", description = "What it calls itself.")
    private String hostname = "";

    @Mixin
    private MountOptions mounts = new MountOptions();

    @Option(
            names = {"-l", "--label"},
            paramLabel = "NAME=VALUE",
            description = "What else is said of it, for other programs to read.")
    private List<String> labels = new ArrayList<>();

    @Option(
            names = "--ulimit",
            paramLabel = "NAME=SOFT[:HARD]",
            description = "What each of its processes may use, such as nofile=1024:4096; as far as Hamlet itself may.")
    private List<String> ulimits = new ArrayList<>();

    @Option(
            names = "--init",
            description = "Let a small program begin its own, pass signals on to it and bury what it leaves.")
    private boolean init;

    @Option(
            names = {"-p", "--publish"},
            paramLabel = "[ADDRESS:]PORT:CONTAINER-PORT[/udp]",
            description = {
                "A port of this computer that leads to one of the container: to be reached from this computer alone,",
                "with 0.0.0.0 as its address from everywhere. Without PORT it is any that is free."
            })
    private List<String> publish = new ArrayList<>();

    @Option(
            names = "--network",
            paramLabel = "NETWORK",
            description = {
                "Which network it is on: bridge (if nothing is said), one of yours, host for that of this computer, or",
                "none."
            })
    private String network = "";

    @Option(names = "--add-host", paramLabel = "NAME:ADDRESS", description = "A line more of its /etc/hosts.")
    private List<String> hosts = new ArrayList<>();

    @Option(names = "--dns", paramLabel = "ADDRESS", description = "A name server, instead of those of this computer.")
    private List<String> nameServers = new ArrayList<>();

    @Option(
            names = "--security-opt",
            paramLabel = "seccomp=unconfined",
            description = "Run without a profile of system calls: a weaker wall around it.")
    private String security = "";

    @Option(
            names = "--restart",
            paramLabel = "POLICY",
            description = {
                "Whether it is started again when it has ended: no (if nothing is said), on-failure, on-failure:5 for that",
                "many times at most, always, or unless-stopped."
            })
    private String restart = "";

    @Option(
            names = "--log-opt",
            paramLabel = "max-size=SIZE",
            description = {
                "How much of what it writes is kept: max-size=10m of a file, max-file=3 of them, which is what holds if",
                "nothing is said."
            })
    private List<String> log = new ArrayList<>();

    @Mixin
    private HealthOptions health = new HealthOptions();

    String name() {
        return name;
    }

    boolean isRemoved() {
        return remove;
    }

    private int pids(KeptLimits kept) {
        if (pids == null) {
            return kept.pids().isPresent() ? 0 : USUAL_PIDS;
        }
        return pids == -1 ? 0 : pids;
    }

    boolean isTerminal() {
        return program.isTerminal();
    }

    boolean isInteractive() {
        return program.isInteractive();
    }

    /** @param kept which limits can be kept: one that nobody speaks of is not wanted where it cannot */
    ContainerWish wish(List<String> command, KeptLimits kept) throws ProblemException {
        if (!security.isEmpty() && !security.equals("seccomp=unconfined")) {
            throw invalid("--security-opt", security, "seccomp=unconfined");
        }
        ContainerLimits limits = new ContainerLimits(
                memory == null ? Optional.empty() : memory(memory), cpus == null ? 0 : cpus(cpus), pids(kept));
        NetworkWish onNetwork = network();
        FilesWish files = mounts.wish();
        Upkeep upkeep = new Upkeep(RestartPolicy.parse(restart), health.check(), log());
        List<Ulimit> perProcess = new ArrayList<>();
        for (String written : ulimits) {
            perProcess.add(Ulimit.parse(written));
        }
        return ContainerWish.of(command)
                .with(draft -> draft.entrypoint(Optional.ofNullable(entrypoint).map(List::of))
                        .environment(program.variables())
                        .workingDirectory(program.workingDirectory())
                        .user(program.user())
                        .hostname(hostname)
                        .labels(LabelText.parse(labels))
                        .ulimits(perProcess)
                        .files(files)
                        .init(init)
                        .limits(limits)
                        .confined(security.isEmpty())
                        .removedAfter(remove)
                        .network(onNetwork)
                        .terminal(program.isTerminal())
                        .interactive(program.isInteractive())
                        .upkeep(upkeep));
    }

    private LogLimits log() throws ProblemException {
        LogLimits limits = LogLimits.USUAL;
        for (String written : log) {
            String value = written.substring(written.indexOf('=') + 1);
            if (written.startsWith("max-size=")) {
                limits = new LogLimits(ByteSize.parse(value), limits.files());
            } else if (written.matches("max-file=[0-9]{1,3}")) {
                limits = new LogLimits(limits.size(), Integer.parseInt(value));
            } else {
                throw invalid("--log-opt", written, "max-size=10m, max-file=3");
            }
        }
        return limits;
    }

    private NetworkWish network() throws ProblemException {
        List<PublishedPort> ports = new ArrayList<>();
        for (String written : publish) {
            ports.addAll(PublishedPort.parse(written));
        }
        return new NetworkWish(network, ports, hosts, nameServers);
    }

    /** Of 0 there is no limit. */
    static Optional<ByteSize> memory(String written) throws ProblemException {
        return Optional.of(written.equals("0") ? new ByteSize(0) : ByteSize.parse(written))
                .filter(size -> size.bytes() > 0);
    }

    static double cpus(String written) throws ProblemException {
        if (!written.matches("[0-9]{1,4}(\\.[0-9]{1,3})?")) {
            throw invalid("--cpus", written, "2, 0.5");
        }
        return Double.parseDouble(written);
    }

    private static ProblemException invalid(String option, String value, String allowed) {
        return new ProblemException(new ContainerProblem.ContainerSettingInvalid(option, value, allowed));
    }
}
