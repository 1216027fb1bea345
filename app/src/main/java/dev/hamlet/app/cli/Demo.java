package dev.hamlet.app.cli;

import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.Engine;
import dev.hamlet.engine.catalog.Recipe;
import dev.hamlet.engine.catalog.TinyGuest;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.NewMachine;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;

/** The life of one tiny machine, told as it goes. Whatever happens, the machine is gone at the end. */
final class Demo {
    private static final ByteSize MEMORY = ByteSize.ofMebibytes(256);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final Engine engine;
    private final Session session;
    private final DemoReport report;
    private final int linesShown;

    Demo(Engine engine, Session session, DemoReport report, int linesShown) {
        this.engine = engine;
        this.session = session;
        this.report = report;
        this.linesShown = linesShown;
    }

    void run() throws ProblemException, InterruptedException {
        report.tell(text("demo.begin", engine.paths().data()));
        LibraryImage image = image();
        // Two demonstrations at once do not meet.
        String name = "Demo " + ProcessHandle.current().pid();
        Machine machine = follow(engine.creation().create(wish(name, image)));
        try {
            report.step(
                    "machine",
                    "demo.machine",
                    machine.name(),
                    session.words().figures().size(MEMORY));
            start(machine);
            awaitReady(machine);
            picture(machine);
            stop(machine);
        } finally {
            remove(machine);
        }
    }

    private LibraryImage image() throws ProblemException, InterruptedException {
        Recipe recipe = engine.recipes().stream()
                .filter(one -> one instanceof TinyGuest)
                .findFirst()
                .orElseThrow();
        boolean there =
                engine.images().list().stream().anyMatch(one -> one.name().equals(recipe.imageName()));
        if (!there) {
            report.tell(text("demo.image.builds"));
        }
        LibraryImage image =
                follow(engine.jobs().start(Phrase.of("job.image-build", recipe.imageName()), recipe::build));
        report.step(
                "image",
                there ? "demo.image.there" : "demo.image.built",
                session.words().figures().size(ImageJson.bytes(image)));
        return image;
    }

    private static NewMachine wish(String name, LibraryImage image) {
        NewMachine plain = NewMachine.of(name, new NewMachine.Source.Image(image.name()));
        return new NewMachine(
                plain.name(),
                plain.source(),
                1,
                MEMORY,
                null,
                null,
                null,
                plain.acceleration(),
                plain.forwards(),
                plain.reachesHost(),
                null,
                "");
    }

    private void start(Machine machine) throws ProblemException, InterruptedException {
        follow(machine.start(StartOptions.CAREFUL));
        LaunchRecord launch = machine.guest("start").record();
        String accelerator = text("value.acceleration." + launch.accelerator());
        String why = machine.snapshot().notices().stream()
                .map(notice -> ProblemWords.of(notice, session.words()).title())
                .collect(Collectors.joining("; "));
        report.step(
                "started",
                "demo.started",
                text("value.hypervisor." + launch.hypervisor()),
                launch.version(),
                launch.pid(),
                why.isEmpty() ? accelerator : accelerator + " (" + why + ")");
    }

    /** Shows the first lines of the console as they come, and waits for the one that says that the guest is up. */
    private void awaitReady(Machine machine) throws ProblemException, InterruptedException {
        LogFile log = new LogFile(machine.folder().serialLog());
        TimeSource time = TimeSource.system();
        long begin = time.nanos();
        StringBuilder line = new StringBuilder();
        int count = 0;
        while (time.nanos() - begin < PATIENCE.toNanos()) {
            String text = new String(log.readNew(), StandardCharsets.UTF_8);
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c != '\n') {
                    line.append(c);
                    continue;
                }
                String whole = line.toString().strip();
                line.setLength(0);
                if (whole.contains(TinyGuest.READY)) {
                    tellReady(whole, count);
                    return;
                }
                if (!whole.isEmpty() && count++ < linesShown) {
                    report.tell("  | " + shortened(whole));
                }
            }
            time.sleep(LOOK_EVERY);
        }
        throw new ProblemException(new MachineProblem.GuestNotReady(
                machine.name(), PATIENCE.toSeconds(), machine.folder().serialLog()));
    }

    private static String shortened(String line) {
        int most = 96;
        return line.length() <= most ? line : line.substring(0, most - 1) + "…";
    }

    private void tellReady(String line, int count) {
        if (count > linesShown) {
            report.tell("  | " + text("demo.more", count - linesShown));
        }
        report.tell("  | " + line);
        report.step("ready", "demo.ready");
    }

    private void picture(Machine machine) throws ProblemException, InterruptedException {
        Path file = machine.folder().path().resolve("demo.png");
        machine.guest("screenshot").screenshot(file);
        try {
            Picture picture = Picture.of(file);
            String key = picture.isBlank() ? "demo.picture.blank" : "demo.picture";
            report.step("picture", key, picture.width(), picture.height(), picture.colours());
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }

    private void stop(Machine machine) throws ProblemException, InterruptedException {
        report.tell(text("demo.stop"));
        follow(machine.stop(PATIENCE, false));
        report.step("stopped", "demo.stopped");
    }

    /** Also after a failure or a cancel, whose interruption must not keep the guest running. */
    private void remove(Machine machine) throws ProblemException, InterruptedException {
        boolean interrupted = Thread.interrupted();
        engine.creation().takeBack(machine);
        report.step("removed", "demo.removed");
        if (interrupted) {
            throw new InterruptedException();
        }
    }

    private String text(String key, Object... arguments) {
        return session.text(key, arguments);
    }

    private <T> T follow(Job<T> job) throws ProblemException, InterruptedException {
        return JobFollower.follow(session, job, report.isSilent());
    }
}
