package dev.hamlet.engine;

import dev.hamlet.engine.agent.Agent;
import dev.hamlet.engine.agent.AgentCommand;
import dev.hamlet.engine.agent.AgentDoor;
import dev.hamlet.engine.catalog.BusyboxContainer;
import dev.hamlet.engine.catalog.Catalog;
import dev.hamlet.engine.catalog.CatalogImages;
import dev.hamlet.engine.catalog.CatalogPreferencesJson;
import dev.hamlet.engine.catalog.CatalogUpdate;
import dev.hamlet.engine.catalog.ContainerRecipe;
import dev.hamlet.engine.catalog.DebianContainer;
import dev.hamlet.engine.catalog.DebianGuest;
import dev.hamlet.engine.catalog.Download;
import dev.hamlet.engine.catalog.Recipe;
import dev.hamlet.engine.catalog.TinyGuest;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.container.network.PortProbe;
import dev.hamlet.engine.container.oci.OciContainerEngine;
import dev.hamlet.engine.container.oci.OciRequirements;
import dev.hamlet.engine.host.Accelerators;
import dev.hamlet.engine.host.ContainerFacts;
import dev.hamlet.engine.host.DesktopNotices;
import dev.hamlet.engine.host.FileBrowser;
import dev.hamlet.engine.host.FolderChoice;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.HostCapacity;
import dev.hamlet.engine.host.HostFacts;
import dev.hamlet.engine.host.HostInspection;
import dev.hamlet.engine.host.HypervisorFacts;
import dev.hamlet.engine.host.Promise;
import dev.hamlet.engine.hypervisor.HostPorts;
import dev.hamlet.engine.hypervisor.qemu.PasstTrial;
import dev.hamlet.engine.hypervisor.qemu.QemuHypervisor;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.image.registry.Registries;
import dev.hamlet.engine.inventory.ImageCare;
import dev.hamlet.engine.inventory.Inventory;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Acceleration;
import dev.hamlet.engine.machine.Capabilities;
import dev.hamlet.engine.machine.Hypervisor;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.MachineContext;
import dev.hamlet.engine.machine.MachineCreation;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.MachineStore;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.machine.UsualResourcesJson;
import dev.hamlet.engine.media.CdImages;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.media.DiskHeader;
import dev.hamlet.engine.media.DiskImages;
import dev.hamlet.engine.media.ImageLibrary;
import dev.hamlet.engine.media.SeedImage;
import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.privilege.Privilege;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.engine.system.SystemDetector;
import dev.hamlet.engine.usage.ContainerMeter;
import dev.hamlet.engine.usage.UsageMeter;
import dev.hamlet.engine.usage.UsageSource;
import dev.hamlet.nativebridge.KvmAnswer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All of Hamlet without its window: where a front end begins. The only place that names implementations. Closing it lets
 * go of everything; guests run on. Safe for use by many threads.
 */
public final class Engine implements AutoCloseable {
    private static final Duration ANSWER_HOLDS = Duration.ofSeconds(5);

    private final HamletPaths paths;
    private final Map<String, String> environment;
    private final ProcessLauncher launcher;
    private final TimeSource time;
    private final Jobs jobs;
    private final DiskImages disks;
    private final CdImages cds;
    private final SystemDetector systems;
    private final ImageLibrary images;
    private final ImageStore containerImages;
    private final HostCapacity capacity;
    private final HostFacts facts;
    private final Accelerators accelerators;
    private final Hypervisor hypervisor;
    private final MachineStore machines;
    private final MachineCreation creation;
    private final UsualResourcesJson usual;
    private final CatalogPreferencesJson catalogPreferences;
    private final Inventory inventory;
    private final ImageCare care;
    private final UsageMeter usage;
    private final ContainerMeter containerUsage;
    private final PasstTrial passt;
    private final HostInspection inspection;
    private final Optional<AgentCommand> agentCommand;
    private final AgentDoor agentDoor;
    private @Nullable Download download;
    private @Nullable Registries registries;
    private volatile Answered answered = new Answered(Optional.empty(), 0);

    private volatile Promised promised = new Promised(List.of(), 0);

    /** What containers had at this moment. */
    private record Promised(List<Promise> all, long nanos) {}

    /** What was known of the accelerators at this moment. */
    private record Answered(Optional<KvmAnswer> answer, long nanos) {}

    /**
     * An engine of these parts.
     *
     * @param paths where its files lie
     * @param launcher starts programs
     * @param hypervisor runs guests, and tells what they use
     * @param time the clock
     */
    public <H extends Hypervisor & UsageSource> Engine(
            HamletPaths paths, ProcessLauncher launcher, H hypervisor, TimeSource time) throws ProblemException {
        this(paths, Map.of(), launcher, hypervisor, new Accelerators(paths, launcher), time, Optional.empty());
    }

    private <H extends Hypervisor & UsageSource> Engine(
            HamletPaths paths,
            Map<String, String> environment,
            ProcessLauncher launcher,
            H hypervisor,
            Accelerators accelerators,
            TimeSource time,
            Optional<AgentCommand> agentCommand)
            throws ProblemException {
        this.paths = paths;
        this.environment = environment;
        this.launcher = launcher;
        this.time = time;
        this.hypervisor = hypervisor;
        this.jobs = new Jobs(time);
        this.disks = DiskImages.of(paths, launcher);
        this.cds = new CdImages();
        this.systems = new SystemDetector(cds);
        this.images = new ImageLibrary(paths, disks, cds, time);
        this.containerImages = ImageStore.open(paths, time, Namespaces.of(paths, launcher, time));
        this.capacity = HostCapacity.ofThisHost();
        this.facts = capacity.facts();
        this.accelerators = accelerators;
        this.passt = new PasstTrial(paths, launcher, time);
        this.agentCommand = agentCommand;
        this.agentDoor = new AgentDoor(paths, agentCommand, launcher, time);
        this.machines = new MachineStore(
                new MachineContext(paths, hypervisor, jobs, time, this::admit, this::backing, this::notices));
        this.usage = new UsageMeter(paths, machines, hypervisor, capacity, time, this::promisedToContainersLately);
        this.containerUsage = new ContainerMeter(
                paths.data().resolve("containers").resolve("instances"),
                one -> containers().usage(one),
                time);
        this.inspection = new HostInspection(
                paths,
                launcher,
                capacity,
                accelerators,
                this::lookAtHypervisor,
                this::promised,
                this::lookAtContainers);
        this.usual = new UsualResourcesJson(paths);
        this.catalogPreferences = new CatalogPreferencesJson(paths, time);
        this.creation = new MachineCreation(
                machines, disks, cds, images, new SeedImage(launcher), facts.processors(), usual::get);
        this.inventory = new Inventory(paths, images, disks, cds, machines);
        this.care = new ImageCare(paths, inventory, images, disks, cds, machines, jobs, time);
    }

    /**
     * The engine of this environment: its home, its programs, its proxies. Starts nothing and asks nobody.
     *
     * @param environment the whole environment of the process
     * @throws ProblemException if it names no folder for Hamlet's files, or the host tells nothing of itself
     */
    public static Engine open(Map<String, String> environment) throws ProblemException {
        HamletPaths paths = HamletPaths.of(environment);
        ProcessLauncher launcher = new SystemProcessLauncher(environment);
        Accelerators accelerators = new Accelerators(paths, launcher);
        TimeSource time = TimeSource.system();
        QemuHypervisor hypervisor =
                new QemuHypervisor(QemuHypervisor.PROGRAM, paths, launcher, time, accelerators::accelerator);
        return new Engine(
                paths, environment, launcher, hypervisor, accelerators, time, AgentCommand.ofThisProcess(environment));
    }

    private void admit(MachineSpec spec, List<Promise> promised, boolean overcommit) throws ProblemException {
        List<Promise> all = new ArrayList<>(promised);
        all.addAll(promisedToContainers());
        capacity.admit(spec.name(), spec.vcpus(), spec.memory(), all, overcommit);
    }

    /** Containers that cannot be listed say so where they are listed, and stop no machine. */
    private List<Promise> promisedToContainers() {
        try {
            return containers().promises();
        } catch (ProblemException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /** The same for whoever asks each second. */
    private List<Promise> promisedToContainersLately() {
        Promised last = promised;
        long nanos = time.nanos();
        if (last.nanos() == 0 || nanos - last.nanos() > ANSWER_HOLDS.toNanos()) {
            last = new Promised(promisedToContainers(), nanos);
            promised = last;
        }
        return last.all();
    }

    /**
     * What this computer has promised to machines and containers that run.
     *
     * @throws ProblemException if machines cannot be listed
     */
    public List<Promise> promised() throws ProblemException, InterruptedException {
        List<Promise> all = new ArrayList<>(machines.promised());
        all.addAll(promisedToContainers());
        return all;
    }

    /** What cannot be read builds on nothing that is known; its own problem is told where it is used. */
    private List<Path> backing(Path image, DiskFormat recorded) {
        try {
            return disks.chain(image, recorded).stream()
                    .skip(1)
                    .map(DiskHeader::file)
                    .toList();
        } catch (ProblemException e) {
            return List.of();
        }
    }

    /** Many machines ask at the same moment, and the answer is read from a dozen files. */
    private Optional<KvmAnswer> knownLately() {
        Answered last = answered;
        long nanos = time.nanos();
        if (last.answer().isEmpty() || nanos - last.nanos() > ANSWER_HOLDS.toNanos()) {
            last = new Answered(accelerators.known(), nanos);
            answered = last;
        }
        return last.answer();
    }

    private List<Problem> notices(MachineFolder folder, MachineSpec spec, LaunchRecord launch) {
        List<Problem> notices = new ArrayList<>();
        if (spec.acceleration() == Acceleration.AUTO && launch.accelerator().equals("tcg")) {
            knownLately().ifPresent(known -> {
                HostProblem reason = Accelerators.accelerator(known).reason();
                if (reason != null) {
                    notices.add(reason);
                }
            });
        }
        if (spec.network().connected() && !spec.network().reachesHost() && QemuHypervisor.reachesHost(launch)) {
            notices.add(new HostProblem.GuestReachesHost(QemuHypervisor.whyReachesHost(
                    launch, folder, launcher.find("passt").isPresent())));
        }
        if (passt.delays(launch)) {
            notices.add(new HostProblem.ForwardsWaitForClient());
        }
        MachineSpec has = launch.settings();
        if (has != null && spec.cpuLimit() != MachineSpec.NO_CPU_LIMIT && has.cpuLimit() == MachineSpec.NO_CPU_LIMIT) {
            notices.add(new HostProblem.CpuLimitNotKept(spec.cpuLimit()));
        }
        if (launch.user().equals("root")) {
            notices.add(new HostProblem.QemuRunsAsRoot("no unprivileged user could be given this machine's files"));
        }
        return notices;
    }

    /** Where its files lie. */
    public HamletPaths paths() {
        return paths;
    }

    /** Where a person chooses that machines and images lie. */
    public FolderChoice folderChoice() {
        return new FolderChoice(paths, time);
    }

    /** Work that goes on. */
    public Jobs jobs() {
        return jobs;
    }

    /** The virtual machines. */
    public MachineStore machines() {
        return machines;
    }

    /** What new machines get where nothing else is said. */
    public UsualResourcesJson usual() {
        return usual;
    }

    /** How machines come to be. */
    public MachineCreation creation() {
        return creation;
    }

    /** What running guests and the host use, measured while somebody listens. */
    public UsageMeter usage() {
        return usage;
    }

    /** What running containers use, measured while somebody listens. */
    public ContainerMeter containerUsage() {
        return containerUsage;
    }

    /** The images that machines are made from. */
    public ImageLibrary images() {
        return images;
    }

    /** The images that containers are made from, and the containers' root file systems. */
    public ImageStore containerImages() {
        return containerImages;
    }

    /** Where images for containers come from and go to. */
    public synchronized Registries registries() {
        if (registries == null) {
            registries = new Registries(paths, environment, containerImages, launcher, time);
        }
        return registries;
    }

    /** The containers of this home. */
    public ContainerEngine containers() {
        return ociContainers();
    }

    private OciContainerEngine ociContainers() {
        return new OciContainerEngine(paths, containerImages, launcher, jobs, time, agentDoor);
    }

    /** What acts while no window is open, to be run by a process of its own. */
    public Agent agent() {
        return new Agent(
                paths,
                agentDoor,
                ociContainers().care(),
                time,
                agentCommand.map(AgentCommand::made).orElse(0L));
    }

    /** Where the agent of this home is found. */
    public AgentDoor agentDoor() {
        return agentDoor;
    }

    /** Disk images, wherever they lie. */
    public DiskImages disks() {
        return disks;
    }

    /** CD images, wherever they lie. */
    public CdImages cds() {
        return cds;
    }

    /** Recognises which system an image, a disk or a machine holds. */
    public SystemDetector systems() {
        return systems;
    }

    /** All disks and CD images that Hamlet knows. */
    public Inventory inventory() {
        return inventory;
    }

    /** What is done to disks and CD images. */
    public ImageCare imageCare() {
        return care;
    }

    /** What can be had. Read anew at each call, since users keep a file of their own. */
    public Catalog catalog() {
        return Catalog.open(paths);
    }

    /** Brings images of the catalogue into the library. */
    public CatalogImages catalogImages() {
        return new CatalogImages(paths, images, disks, download(), time);
    }

    /** Brings the user's own catalogue file. */
    public CatalogUpdate catalogUpdate() {
        return new CatalogUpdate(paths, download(), time);
    }

    /** What a person allows to be asked of sites. */
    public CatalogPreferencesJson catalogPreferences() {
        return catalogPreferences;
    }

    private synchronized Download download() {
        if (download == null) {
            download = new Download(environment, time);
        }
        return download;
    }

    /**
     * Why this port of this computer could not be published by a container now, and who has it; blocks for a moment.
     *
     * @param container what the container is called, for the problem
     */
    public Optional<Problem> portObstacle(String container, PublishedPort port)
            throws ProblemException, InterruptedException {
        return PortProbe.obstacle(container, port, containers().networks().list());
    }

    /**
     * Refuses a port of this computer that a machine could not forward now.
     *
     * @param machine its name, for the problem
     * @throws ProblemException {@code PortTaken} or {@code PortNeedsPrivilege}
     */
    public void checkPort(String machine, PortForward forward) throws ProblemException {
        HostPorts.check(machine, List.of(forward));
    }

    /** What can be built on this computer. */
    public List<Recipe> recipes() {
        return List.of(
                new TinyGuest(paths, images, launcher, time),
                new DebianGuest(paths, images, disks, launcher, capacity, time));
    }

    /** What can be built on this computer for containers. */
    public List<ContainerRecipe> containerRecipes() {
        return List.of(
                new BusyboxContainer(paths, containerImages, launcher, time),
                new DebianContainer(paths, containerImages, launcher, capacity, time));
    }

    /** Looks at this computer and reports. */
    public HostInspection inspection() {
        return inspection;
    }

    private ContainerFacts lookAtContainers() {
        ContainerEngine containers = containers();
        return OciRequirements.of(launcher, containers.obstacle(), containers.keptLimits());
    }

    /** What takes root's rights for an ordinary user. */
    public Privilege privilege() {
        return new Privilege(launcher, jobs);
    }

    private HypervisorFacts lookAtHypervisor() throws InterruptedException {
        try {
            Capabilities able = hypervisor.capabilities();
            Set<String> firmwares = able.firmwares().stream()
                    .map(firmware -> firmware.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet());
            return new HypervisorFacts(able.hypervisor(), able.version(), firmwares, able.features(), null);
        } catch (ProblemException e) {
            return HypervisorFacts.unusable(hypervisor.id(), e.problem());
        }
    }

    /** The desktop's own program for files. */
    public FileBrowser fileBrowser() {
        return new FileBrowser(launcher);
    }

    /** The desktop's own way to tell a person something. */
    public DesktopNotices desktopNotices() {
        return new DesktopNotices(launcher);
    }

    /** What the host had when the engine was opened: of what changes, {@link #capacity} tells. */
    public HostFacts facts() {
        return facts;
    }

    /** What the host has and can take. */
    public HostCapacity capacity() {
        return capacity;
    }

    /** What may run guest code here. */
    public Accelerators accelerators() {
        return accelerators;
    }

    /** What runs guests. */
    public Hypervisor hypervisor() {
        return hypervisor;
    }

    @Override
    public void close() {
        // Not with the engine's lock in hand, which a look may want.
        inspection.end();
        closeParts();
    }

    private synchronized void closeParts() {
        // While the guests are watched still: only who watches a guest keeps its history.
        usage.close();
        containerUsage.close();
        jobs.close();
        machines.close();
        if (download != null) {
            download.close();
        }
        if (registries != null) {
            registries.close();
        }
    }
}
