package dev.hamlet.app.cli;

import dev.hamlet.app.words.SettingWords;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.Acceleration;
import dev.hamlet.engine.machine.CdSpec;
import dev.hamlet.engine.machine.DeviceProfile;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.DisplaySpec;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.MachineSpecBuilder;
import dev.hamlet.engine.machine.NetworkSpec;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.machine.Setting;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Changes settings of a machine. */
@Command(
        description = "Change settings of a machine. A running machine is given at once"
                + " what it can take (memory up to what it was started with, its share of the processors, CDs, port forwards where its network can),"
                + " the rest at its next start.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hamlet vm set --cpus 4 --memory 2G web",
            "  hamlet vm set --forward 8080:80 --forward udp:5353:53 web",
            "  hamlet vm set --remove-forward 8080 web",
            "  hamlet vm set --cd install.iso --boot-from-cd web",
            "  hamlet vm set --add-disk data.qcow2 web",
        })
final class VmSet extends Verb {
    @Spec
    private @Nullable CommandSpec command;

    @Parameters(paramLabel = "NAME", description = Verb.MACHINE)
    private String name = "";

    @Option(names = "--cpus", paramLabel = "N", description = "How many vCPUs.")
    private @Nullable Integer cpus;

    @Option(
            names = "--cpu-limit",
            paramLabel = "PERCENT",
            description = "How much of its vCPUs' time it may use, 1 to 100; 100 for no limit.")
    private @Nullable Integer cpuLimit;

    @Option(names = "--memory", paramLabel = "SIZE", description = "Its memory, such as 512M or 2G.")
    private @Nullable String memory;

    @Option(
            names = "--firmware",
            paramLabel = "FIRMWARE",
            completionCandidates = EnumWords.OfFirmware.class,
            description = "What its board starts with: bios or uefi.")
    private @Nullable Firmware firmware;

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            completionCandidates = EnumWords.OfProfile.class,
            description = "Its devices: virtio (quick), or conservative for old and unknown guests.")
    private @Nullable DeviceProfile profile;

    @Option(
            names = "--software",
            negatable = true,
            description = "Run it by software emulation whatever the hardware can, or no longer.")
    private @Nullable Boolean software;

    @Option(
            names = "--forward",
            paramLabel = "RULE",
            description = {
                "Forward a port of this computer; again for more. A rule is written",
                "[tcp:|udp:][ADDRESS:]HOSTPORT:GUESTPORT, such as 8080:80."
            })
    private List<String> forwards = new ArrayList<>();

    @Option(
            names = "--remove-forward",
            paramLabel = "HOSTPORT",
            description = "Forward this port of this computer no longer, such as 8080 or 5353/udp.")
    private List<String> removed = new ArrayList<>();

    @Option(
            names = "--reach-host",
            negatable = true,
            description = "Let the guest reach services of this computer, or no longer.")
    private @Nullable Boolean reachHost;

    @Option(names = "--group", paramLabel = "NAME", description = "List it in this group; \"\" for none.")
    private @Nullable String group;

    @Option(names = "--cable", negatable = true, description = "Plug in the cable of its network card, or pull it.")
    private @Nullable Boolean cable;

    @Option(
            names = "--disk-limit",
            paramLabel = "SIZE",
            description =
                    "What the guest may read and write of each of its disks in a second, such as 20M; 0 for no limit.")
    private @Nullable String diskLimit;

    @Option(
            names = "--add-disk",
            paramLabel = "FILE",
            description = "Give it this disk besides, where it is. It must be stopped. Again for more.")
    private List<Path> addedDisks = new ArrayList<>();

    @Option(
            names = "--remove-disk",
            paramLabel = "FILE",
            description =
                    "Take this disk from it, by its file or its id, such as disk0; the file stays. It must be stopped.")
    private List<Path> removedDisks = new ArrayList<>();

    @Option(names = "--cd", paramLabel = "FILE", description = "Put this CD image into its first drive.")
    private @Nullable Path cd;

    @Option(names = "--no-cd", description = "Leave its first CD drive empty.")
    private boolean noCd;

    @Option(
            names = "--boot-from-cd",
            negatable = true,
            description = "Start from the CD before the disks, or no longer.")
    private @Nullable Boolean bootFromCd;

    @Option(
            names = "--graphics",
            paramLabel = "CARD",
            completionCandidates = EnumWords.OfCard.class,
            description = "Its graphics card: auto (as its devices), virtio (quick), or vga, which every system knows.")
    private DisplaySpec.@Nullable Card graphics;

    @Option(
            names = "--screen",
            paramLabel = "SIZE",
            description = "The screen that it is told of, such as 1920x1080; auto leaves it to the card.")
    private @Nullable String screen;

    @Option(
            names = "--serial-log",
            negatable = true,
            description = "Keep what it writes to its serial line, or no longer.")
    private @Nullable Boolean serialLog;

    VmSet(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        CommandSpec me = Objects.requireNonNull(command);
        boolean nothing = me.commandLine().getParseResult().matchedOptions().stream()
                .allMatch(option -> option.longestName().equals("--json"));
        if (nothing) {
            throw new ProblemException(
                    new CommandProblem.ArgumentMissing(me.qualifiedName(), me.qualifiedName(), text("cli.set.needs")));
        }
        Machine machine = session().engine().machines().find(name);
        if (cd != null) {
            session().engine().cds().inspect(ArgumentText.file("--cd", cd));
        }
        MachineSpec now = machine.change(spec -> apply(spec, machine.folder()));
        if (json()) {
            line(MachineJson.one(machine, session().words()));
        } else {
            List<Setting> waiting = machine.snapshot().waiting();
            String text = waiting.isEmpty()
                    ? text("cli.changed", now.name())
                    : text(
                            "cli.changed.later",
                            now.name(),
                            SettingWords.all(waiting, session().words()));
            line(Printable.line(text));
        }
        return ExitCode.DONE;
    }

    private void apply(MachineSpecBuilder spec, MachineFolder folder) throws ProblemException, InterruptedException {
        MachineSpec before = spec.build();
        if (cpus != null) {
            spec.vcpus(cpus);
        }
        if (cpuLimit != null) {
            spec.cpuLimit(cpuLimit);
        }
        if (memory != null) {
            spec.memory(ArgumentText.size("--memory", memory));
        }
        if (firmware != null) {
            spec.firmware(firmware);
        }
        if (profile != null) {
            spec.profile(profile);
        }
        if (software != null) {
            spec.acceleration(software ? Acceleration.SOFTWARE : Acceleration.AUTO);
        }
        if (group != null) {
            spec.group(group);
        }
        if (cd != null || noCd) {
            spec.cds(withFirstCd(before.cds()));
        }
        if (bootFromCd != null) {
            spec.bootFromCd(bootFromCd);
        }
        if (graphics != null) {
            spec.display(spec.display().with(graphics));
        }
        if (screen != null) {
            spec.display(ArgumentText.screen("--screen", screen, spec.display()));
        }
        if (serialLog != null) {
            spec.serialLog(serialLog);
        }
        List<DiskSpec> disks = disks(before.disks(), folder);
        if (diskLimit != null) {
            ByteSize limit = diskLimit.equals("0") ? DiskSpec.UNLIMITED : ArgumentText.size("--disk-limit", diskLimit);
            disks.replaceAll(disk -> disk.withLimit(limit));
        }
        spec.disks(disks);
        spec.network(network(before.network()));
    }

    private List<DiskSpec> disks(List<DiskSpec> before, MachineFolder folder)
            throws ProblemException, InterruptedException {
        List<DiskSpec> all = new ArrayList<>(before);
        for (Path disk : removedDisks) {
            Path file = ArgumentText.file("--remove-disk", disk);
            if (!all.removeIf(one -> one.id().equals(disk.toString())
                    || folder.resolve(one.file()).normalize().equals(file))) {
                throw ArgumentText.invalid("--remove-disk", disk.toString(), "a disk that it has now");
            }
        }
        for (Path disk : addedDisks) {
            Path file = ArgumentText.file("--add-disk", disk);
            if (all.stream().anyMatch(one -> folder.resolve(one.file()).equals(file))) {
                throw ArgumentText.invalid("--add-disk", disk.toString(), "a disk that it does not have yet");
            }
            all.add(session().engine().creation().existingDisk(file, all));
        }
        return all;
    }

    /** The first drive is the first of the user's: the one that sets up the guest at its first start is not. */
    private List<CdSpec> withFirstCd(List<CdSpec> before) throws ProblemException {
        List<CdSpec> cds = new ArrayList<>(before);
        Path file = cd == null ? null : ArgumentText.file("--cd", cd);
        for (int i = 0; i < cds.size(); i++) {
            String id = cds.get(i).id();
            if (!id.equals(CdSpec.SEED)) {
                cds.set(i, new CdSpec(id, file));
                return cds;
            }
        }
        if (file != null) {
            cds.addFirst(new CdSpec("cd0", file));
        }
        return cds;
    }

    /** A new rule for a port takes the place of the old one. */
    private NetworkSpec network(NetworkSpec before) throws ProblemException {
        List<PortForward> all = new ArrayList<>(before.forwards());
        for (String port : removed) {
            ArgumentText.HostPort gone = ArgumentText.hostPort("--remove-forward", port);
            if (!all.removeIf(gone::is)) {
                throw ArgumentText.invalid("--remove-forward", port, "a port that is forwarded now");
            }
        }
        for (String rule : forwards) {
            PortForward wanted = ArgumentText.forward(rule);
            all.removeIf(new ArgumentText.HostPort(wanted.protocol(), wanted.hostPort())::is);
            all.add(wanted);
        }
        boolean reaches = reachHost == null ? before.reachesHost() : reachHost;
        boolean connected = cable == null ? before.connected() : cable;
        return new NetworkSpec(connected, before.mac(), reaches, all);
    }
}
