package dev.hamlet.engine.host;

import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.nativebridge.KvmProbe;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at this computer and reports. Safe for use by many threads. */
public final class HostInspection {
    private static final Logger LOG = LoggerFactory.getLogger(HostInspection.class);

    private final HamletPaths paths;
    private final ProcessLauncher launcher;
    private final HostCapacity capacity;
    private final Accelerators accelerators;
    private final HypervisorLook hypervisor;
    private final Guests guests;
    private final ContainerLook containers;
    private final LinuxHost host;
    private final Set<Thread> looking = new HashSet<>();
    private boolean isEnded;

    /** Asks the hypervisor what it can do; may start it for that. */
    @FunctionalInterface
    public interface HypervisorLook {
        /** What it can do; one that cannot be used says so in its facts. */
        HypervisorFacts look() throws InterruptedException;
    }

    /** Finds out what containers find here; looks at files alone. */
    @FunctionalInterface
    public interface ContainerLook {
        /** What there is, and what is not. */
        ContainerFacts look();
    }

    /** Tells which guests run. */
    @FunctionalInterface
    public interface Guests {
        /**
         * What those that run now were promised.
         *
         * @throws ProblemException if it cannot be seen which run
         */
        List<Promise> promises() throws ProblemException, InterruptedException;
    }

    /**
     * An inspection of this computer.
     *
     * @param paths where Hamlet's files lie
     * @param launcher knows where programs are
     */
    public HostInspection(
            HamletPaths paths,
            ProcessLauncher launcher,
            HostCapacity capacity,
            Accelerators accelerators,
            HypervisorLook hypervisor,
            Guests guests,
            ContainerLook containers) {
        this(paths, launcher, capacity, accelerators, hypervisor, guests, containers, new LinuxHost(Path.of("/")));
    }

    HostInspection(
            HamletPaths paths,
            ProcessLauncher launcher,
            HostCapacity capacity,
            Accelerators accelerators,
            HypervisorLook hypervisor,
            Guests guests,
            ContainerLook containers,
            LinuxHost host) {
        this.paths = paths;
        this.launcher = launcher;
        this.capacity = capacity;
        this.accelerators = accelerators;
        this.hypervisor = hypervisor;
        this.guests = guests;
        this.containers = containers;
        this.host = host;
    }

    /**
     * Looks at everything once. Takes as long as the proof of the hardware, if none was made since the boot, and the
     * hypervisor's own answer.
     *
     * @throws ProblemException {@code FileUnusable} if the system tells nothing of its memory
     * @throws InterruptedException also if the inspection was ended meanwhile or before
     */
    public HostReport report() throws ProblemException, InterruptedException {
        return looking(accelerators::accelerator);
    }

    /**
     * The same, with a new proof of the hardware whatever is known: for somebody who has just changed something.
     *
     * @throws ProblemException as {@link #report()}
     */
    public HostReport reportAnew() throws ProblemException, InterruptedException {
        return looking(() -> Accelerators.accelerator(accelerators.probe()));
    }

    /**
     * Ends looks that are under way and waits for them: a look tries to write, and nobody looks for an engine that is
     * closed, whose folders may be removed.
     */
    public synchronized void end() {
        isEnded = true;
        looking.forEach(Thread::interrupt);
        boolean wasInterrupted = false;
        while (!looking.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells the accelerator; may take as long as the proof of the hardware. */
    @FunctionalInterface
    private interface AcceleratorLook {
        Accelerator look() throws InterruptedException;
    }

    private HostReport looking(AcceleratorLook accelerator) throws ProblemException, InterruptedException {
        synchronized (this) {
            if (isEnded) {
                throw new InterruptedException("the inspection of this computer was ended");
            }
            looking.add(Thread.currentThread());
        }
        try {
            return report(accelerator.look());
        } finally {
            synchronized (this) {
                looking.remove(Thread.currentThread());
                notifyAll();
            }
        }
    }

    private HostReport report(Accelerator accelerator) throws ProblemException, InterruptedException {
        HypervisorFacts able = hypervisor.look();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        HostFindings found = findings();
        ContainerFacts ofContainers = containers.look();
        Map<String, String> release = ProcText.osRelease(host.read("etc/os-release")
                .or(() -> host.read("usr/lib/os-release"))
                .orElse(""));
        return new HostReport(
                release.getOrDefault("PRETTY_NAME", System.getProperty("os.name", "")),
                System.getProperty("os.version", ""),
                System.getProperty("os.arch", ""),
                found.processor(),
                capacity.facts(),
                room(),
                found.data(),
                accelerator,
                able,
                ofContainers.obstacle(),
                HostChecks.of(found, accelerator, able, ofContainers));
    }

    private @Nullable Room room() throws ProblemException, InterruptedException {
        List<Promise> promises;
        try {
            promises = guests.promises();
        } catch (ProblemException e) {
            // A folder of machines that cannot be read is one of the checks; the rest of the report stands.
            LOG.debug("it cannot be seen which guests run", e);
            return null;
        }
        return capacity.room(promises);
    }

    private HostFindings findings() throws ProblemException {
        String cpuinfo = host.read("proc/cpuinfo").orElse("");
        List<Mount> mounts = host.mounts();
        Path temp = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
        Map<String, Path> tools = new LinkedHashMap<>();
        Stream.concat(HostChecks.TOOLS.stream().map(HostChecks.Tool::program), ContainerChecks.PROGRAMS.stream())
                .forEach(program -> launcher.find(program).ifPresent(file -> tools.put(program, file)));
        long uid = Users.effectiveUid();
        return new HostFindings(
                ProcText.model(cpuinfo),
                ProcText.flags(cpuinfo),
                device(KvmProbe.DEVICE),
                groups(),
                tools,
                new HostReport.Disk(
                        paths.data(), fileSystem(paths.data(), mounts), HostCapacity.diskFree(paths.data())),
                fault(paths.data()),
                temp,
                Mount.holding(real(temp), mounts)
                        .map(mount -> mount.options().contains("noexec"))
                        .orElse(false),
                System.getProperty("sun.jnu.encoding", ""),
                uid,
                name(uid),
                ProcText.pairs(host.read("proc/self/status").orElse("")).containsKey("Seccomp"),
                UserNamespaces.bar(host, uid == 0),
                System.getProperty("os.version", ""),
                host.number("proc/sys/net/ipv4/ip_unprivileged_port_start", HostChecks.FIRST_FREE_PORT),
                Installer.of(program -> launcher.find(program).isPresent()).orElse(null));
    }

    private static String fileSystem(Path folder, List<Mount> mounts) {
        return Mount.holding(real(folder), mounts).map(Mount::type).orElse("");
    }

    /** The folder, or what exists of the way to it, with symbolic links followed: mounts know nothing of those. */
    private static Path real(Path folder) {
        Path existing = folder.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        try {
            return existing.toRealPath();
        } catch (IOException notToBeFollowed) {
            return existing;
        }
    }

    /** Why nothing can be written to this folder, found by writing; empty if something can. */
    private static String fault(Path folder) {
        try {
            HamletPaths.makePrivate(folder);
            Files.delete(Files.createTempFile(folder, ".check-", ".new"));
            return "";
        } catch (ProblemException e) {
            return e.problem() instanceof HostProblem.FolderUnusable unusable ? unusable.why() : "";
        } catch (IOException e) {
            return WholeFile.reason(e);
        }
    }

    private static String device(Path device) {
        try {
            PosixFileAttributes attributes = Files.readAttributes(device, PosixFileAttributes.class);
            return PosixFilePermissions.toString(attributes.permissions()) + " "
                    + attributes.owner().getName() + ":" + attributes.group().getName();
        } catch (IOException notThere) {
            return "";
        }
    }

    private static Set<String> groups() {
        Set<String> names = new TreeSet<>();
        try {
            for (long gid : Users.groups()) {
                names.add(Users.groupByGid(gid).map(Users.Group::name).orElse(Long.toString(gid)));
            }
        } catch (NativeException notTold) {
            return names;
        }
        return names;
    }

    private static String name(long uid) {
        try {
            return Users.byUid(uid).map(Users.User::name).orElse("");
        } catch (NativeException notTold) {
            return "";
        }
    }
}
