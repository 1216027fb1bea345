package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineId;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.nativebridge.ProcessIdentity;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.Users;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds a guest that runs already, whoever started it. */
final class QemuAdoption {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int LOOKS = 3;
    private static final Pattern FORWARD = Pattern.compile("hostfwd=(tcp|udp):([^:,]*):(\\d+)-:(\\d+)");

    private final MachineFolder folder;
    private final ProcessLauncher launcher;
    private final TimeSource time;
    private final RunFolder run;
    private final String id;

    QemuAdoption(MachineFolder folder, ProcessLauncher launcher, TimeSource time) {
        this.folder = folder;
        this.launcher = launcher;
        this.time = time;
        this.run = new RunFolder(folder);
        this.id = String.valueOf(folder.path().getFileName());
    }

    /**
     * The guest of this machine, if one runs.
     *
     * @throws ProblemException {@code GuestUnseen} where that cannot be seen: it may run, and must not be started once more
     */
    Optional<QemuGuest> find() throws ProblemException, InterruptedException {
        try {
            return findOrFail();
        } catch (ClosedByInterruptException e) {
            boolean ignored = Thread.interrupted();
            throw (InterruptedException) new InterruptedException().initCause(e);
        } catch (IOException e) {
            throw new ProblemException(new HypervisorProblem.GuestUnseen(folder.path(), WholeFile.reason(e)), e);
        }
    }

    private Optional<QemuGuest> findOrFail() throws IOException, InterruptedException {
        boolean used = run.isUsed();
        // A start that was cut off may have made a process and nothing else yet.
        if (!used && Files.notExists(folder.startMarker())) {
            return Optional.empty();
        }
        Optional<LaunchRecord> noted = isOwn(folder.launchRecord()) ? run.record() : Optional.empty();
        if (noted.isPresent()) {
            return Processes.of().alive(noted.get().process()) ? Optional.of(guest(noted.get())) : Optional.empty();
        }
        Optional<ProcessIdentity> found = GuestProcesses.find(folder);
        for (int look = 0; found.isEmpty() && !used && look < LOOKS; look++) {
            // Its starter may have been killed between making the process and the process's becoming QEMU.
            time.sleep(PAUSE);
            found = GuestProcesses.find(folder);
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(guest(recordOf(found.get())));
    }

    private QemuGuest guest(LaunchRecord record) {
        GuestGroup group = new GuestGroup(launcher, new MachineId(id), record.pid());
        return new QemuGuest(id, folder, record, null, group, time);
    }

    /** What the guest of this command line was given; nothing where it does not say so. */
    static ByteSize memory(List<String> arguments) {
        return ByteSize.ofMebibytes(number(after(arguments, "-m").replace("M", "")));
    }

    /** Run as root, only what root noted is believed: QEMU's own user can write to the run folder too. */
    private static boolean isOwn(Path file) throws IOException {
        try {
            return ((Number) Files.getAttribute(file, "unix:uid")).longValue() == Users.effectiveUid();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** What the process itself says of its start; ports that passt forwards are not among it. */
    private LaunchRecord recordOf(ProcessIdentity process) throws InterruptedException {
        List<String> arguments = GuestProcesses.arguments(process);
        List<PortForward> forwards = new ArrayList<>();
        Matcher forward = FORWARD.matcher(after(arguments, "-netdev"));
        while (forward.find()) {
            forwards.add(new PortForward(
                    forward.group(1).equals("udp") ? PortForward.Protocol.UDP : PortForward.Protocol.TCP,
                    forward.group(2),
                    Integer.parseInt(forward.group(3)),
                    Integer.parseInt(forward.group(4))));
        }
        return new LaunchRecord(
                process,
                "qemu",
                version(),
                first(after(arguments, "-accel")),
                first(after(arguments, "-machine")),
                (int) number(first(after(arguments, "-smp"))),
                memory(arguments),
                userOf(process),
                ProcessHandle.of(process.pid())
                        .flatMap(handle -> handle.info().startInstant())
                        .orElseGet(time::now),
                forwards,
                GuestProcesses.files(process),
                arguments);
    }

    private String version() throws InterruptedException {
        try {
            QmpValue version = new CommandMonitor(id, folder, time).talk(PATIENCE, Qmp::version);
            return "%d.%d.%d".formatted(version.number("major"), version.number("minor"), version.number("micro"));
        } catch (ProblemException notAnswering) {
            return "";
        }
    }

    private static String userOf(ProcessIdentity process) {
        try {
            return Files.getOwner(Path.of("/proc", Long.toString(process.pid())))
                    .getName();
        } catch (IOException e) {
            return "";
        }
    }

    private static String after(List<String> arguments, String option) {
        int at = arguments.indexOf(option);
        return at < 0 || at + 1 >= arguments.size() ? "" : arguments.get(at + 1);
    }

    /** Of an argument that this program wrote; nothing where another did. */
    private static long number(String digits) {
        return digits.matches("[0-9]{1,9}") ? Long.parseLong(digits) : 0;
    }

    private static String first(String value) {
        int comma = value.indexOf(',');
        return comma < 0 ? value : value.substring(0, comma);
    }
}
