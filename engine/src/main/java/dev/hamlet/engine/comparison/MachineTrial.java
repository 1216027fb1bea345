package dev.hamlet.engine.comparison;

import dev.hamlet.engine.catalog.Recipe;
import dev.hamlet.engine.catalog.TinyGuest;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Acceleration;
import dev.hamlet.engine.machine.KernelSpec;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineCreation;
import dev.hamlet.engine.machine.NewMachine;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The server in the tiny guest. */
final class MachineTrial implements Trial {
    private static final ByteSize MEMORY = ByteSize.ofMebibytes(256);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PORT = 80;

    private final MachineCreation creation;
    private final Recipe tiny;
    private final FirstAnswer answer;
    private final TimeSource time;
    private @Nullable LibraryImage image;
    private String by = "";

    MachineTrial(MachineCreation creation, Recipe tiny, FirstAnswer answer, TimeSource time) {
        this.creation = creation;
        this.tiny = tiny;
        this.answer = answer;
        this.time = time;
    }

    @Override
    public void prepare(Progress progress) throws ProblemException, InterruptedException {
        image = tiny.build(progress);
    }

    @Override
    public Cost round() throws ProblemException, InterruptedException {
        LibraryImage from = Objects.requireNonNull(image);
        int port = port(from.folder());
        KernelSpec kernel = new KernelSpec(
                from.kernel().orElseThrow(),
                from.initrd().orElseThrow(),
                from.commandLine() + " " + TinyGuest.SERVE + "=" + FirstAnswer.PAGE.replace(' ', '+'));
        Machine machine = Making.of(
                creation.create(new NewMachine(
                        "Compared " + ProcessHandle.current().pid(),
                        new NewMachine.Source.Kernel(kernel),
                        1,
                        MEMORY,
                        null,
                        null,
                        null,
                        Acceleration.AUTO,
                        List.of(PortForward.tcp(port, PORT)),
                        false,
                        null,
                        "")),
                creation::takeBack);
        try {
            return measure(machine, port, from);
        } finally {
            remove(machine);
        }
    }

    private static int port(Path folder) throws ProblemException {
        try {
            return FirstAnswer.freePort();
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FolderUnusable(folder, WholeFile.reason(e)), e);
        }
    }

    private Cost measure(Machine machine, int port, LibraryImage from) throws ProblemException, InterruptedException {
        long begin = time.nanos();
        var _ = Making.of(machine.start(StartOptions.CAREFUL));
        LaunchRecord launch = machine.guest("start").record();
        by = launch.accelerator();
        Duration first = answer.await(
                        port, begin, PATIENCE, () -> machine.snapshot().lastEnd() != null)
                .orElseThrow(() -> new ProblemException(new MachineProblem.GuestNotReady(
                        machine.name(), PATIENCE.toSeconds(), machine.folder().serialLog())));
        return new Cost(
                first,
                Footprint.memory(launch.pid()),
                Footprint.disk(machine.folder().path()),
                Footprint.disk(from.folder()));
    }

    /** Also after a failure or a cancel, whose interruption must not keep the guest running. */
    private void remove(Machine machine) throws ProblemException, InterruptedException {
        boolean interrupted = Thread.interrupted();
        creation.takeBack(machine);
        if (interrupted) {
            throw new InterruptedException();
        }
    }

    @Override
    public String by() {
        return by;
    }

    @Override
    public void finish() {
        // The image stays for the next time.
    }
}
