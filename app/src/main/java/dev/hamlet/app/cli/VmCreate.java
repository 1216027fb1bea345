package dev.hamlet.app.cli;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.machine.Acceleration;
import dev.hamlet.engine.machine.DeviceProfile;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.machine.KernelSpec;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.NewMachine;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a machine. */
@Command(
        description = "Make a machine. What is not given is taken from what the image or disk asks for.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hamlet vm create web --image debian-12 --user ann --ssh-key ~/.ssh/id_ed25519.pub --start",
            "  hamlet vm create installer --cd debian.iso --disk-size 20G --memory 2G",
            "  hamlet vm create old --disk ~/old.vmdk --profile conservative",
            "  hamlet vm create kernel --kernel bzImage --initrd initrd.gz --append console=ttyS0",
        })
final class VmCreate extends Verb {
    @Parameters(paramLabel = "NAME", description = "What it shall be called; any characters.")
    private String name = "";

    @ArgGroup(multiplicity = "1", heading = "What it boots from:%n", order = 1)
    private From from = new From();

    @Option(names = "--initrd", paramLabel = "FILE", order = 2, description = "With --kernel: the initial file system.")
    private @Nullable Path initrd;

    @Option(names = "--append", paramLabel = "TEXT", order = 2, description = "With --kernel: its parameters.")
    private @Nullable String append;

    @Option(names = "--cpus", paramLabel = "N", order = 3, description = "How many vCPUs.")
    private @Nullable Integer cpus;

    @Option(names = "--memory", paramLabel = "SIZE", order = 3, description = "Its memory, such as 512M or 2G.")
    private @Nullable String memory;

    @Option(names = "--disk-size", paramLabel = "SIZE", order = 3, description = "Size of its disk, such as 20G.")
    private @Nullable String diskSize;

    @Option(
            names = "--firmware",
            paramLabel = "FIRMWARE",
            completionCandidates = EnumWords.OfFirmware.class,
            order = 3,
            description = "What its board starts with: bios or uefi.")
    private @Nullable Firmware firmware;

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            completionCandidates = EnumWords.OfProfile.class,
            order = 3,
            description = "Its devices: virtio (quick), or conservative for old and unknown guests.")
    private @Nullable DeviceProfile profile;

    @Option(names = "--software", order = 3, description = "Run it by software emulation whatever the hardware can.")
    private boolean software;

    @Option(
            names = "--forward",
            paramLabel = "RULE",
            order = 4,
            description = {
                "Forward a port of this computer; again for more. A rule is written",
                "[tcp:|udp:][ADDRESS:]HOSTPORT:GUESTPORT, such as 8080:80."
            })
    private List<String> forwards = new ArrayList<>();

    @Option(names = "--reach-host", order = 4, description = "Let the guest reach services of this computer.")
    private boolean reachHost;

    @ArgGroup(exclusive = false, heading = "First boot of images with cloud-init:%n", order = 5)
    private SeedOptions seed = new SeedOptions();

    @Option(names = "--start", order = 6, description = "Start it then.")
    private boolean start;

    /** One of these. */
    static final class From {
        @Option(names = "--image", paramLabel = "IMAGE", description = "An image of the library (hamlet image list).")
        private @Nullable String image;

        @Option(names = "--disk", paramLabel = "FILE", description = "A disk that exists; it is used where it is.")
        private @Nullable Path disk;

        @Option(names = "--cd", paramLabel = "FILE", description = "A CD image, beside a new empty disk.")
        private @Nullable Path cd;

        @Option(names = "--empty", description = "Nothing yet: a new empty disk and an empty CD drive.")
        private boolean empty;

        @Option(names = "--kernel", paramLabel = "FILE", description = "A Linux kernel, booted without a disk.")
        private @Nullable Path kernel;
    }

    VmCreate(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        Engine engine = session().engine();
        Machine machine = follow(engine.creation().create(wish()));
        // A start may fail, and the machine is there all the same.
        if (json()) {
            try {
                startIfWanted(machine);
            } finally {
                line(MachineJson.one(machine, session().words()));
            }
        } else {
            line(Printable.line(text("cli.created", machine.name(), machine.id())));
            startIfWanted(machine);
            line(Printable.line(
                    start
                            ? text("cli.done.start", machine.name())
                            : text("cli.created.next", machine.id().value())));
        }
        return ExitCode.DONE;
    }

    private void startIfWanted(Machine machine) throws ProblemException, InterruptedException {
        if (start) {
            follow(machine.start(StartOptions.CAREFUL));
        }
    }

    private NewMachine wish() throws ProblemException, InterruptedException {
        List<PortForward> rules = new ArrayList<>();
        for (String rule : forwards) {
            rules.add(ArgumentText.forward(rule));
        }
        return new NewMachine(
                name,
                source(),
                cpus,
                memory == null ? null : ArgumentText.size("--memory", memory),
                diskSize == null ? null : ArgumentText.size("--disk-size", diskSize),
                firmware,
                profile,
                software ? Acceleration.SOFTWARE : Acceleration.AUTO,
                rules,
                reachHost,
                seed.read(session(), name),
                "");
    }

    private NewMachine.Source source() throws ProblemException {
        if (from.kernel == null && (initrd != null || append != null)) {
            throw ArgumentText.missing(initrd != null ? "--initrd" : "--append", "--kernel");
        }
        if (from.image != null) {
            return new NewMachine.Source.Image(from.image);
        } else if (from.disk != null) {
            return new NewMachine.Source.Disk(ArgumentText.file("--disk", from.disk));
        } else if (from.cd != null) {
            return new NewMachine.Source.Cd(ArgumentText.file("--cd", from.cd));
        } else if (from.kernel != null) {
            Path kernel = ArgumentText.file("--kernel", from.kernel);
            Path initial = initrd == null ? null : ArgumentText.file("--initrd", initrd);
            return new NewMachine.Source.Kernel(new KernelSpec(kernel, initial, append == null ? "" : append));
        } else if (from.empty) {
            return new NewMachine.Source.Empty();
        }
        throw new IllegalStateException("the parser lets no machine be made from nothing");
    }
}
