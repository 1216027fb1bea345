package dev.hamlet.app.cli;

import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.container.ContainerEnd;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerStream;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.terminal.ContainerSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a container and starts it. */
@Command(
        description = {
            "Make a container of an image and start it. What it writes is passed on, and so is its exit code; Ctrl-C",
            "stops it. 125 is the code where Hamlet could not start it, 126 and 127 where its program could not be run",
            "or is not there, 137 where it was killed, as for want of memory."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hamlet container run --rm busybox echo hello",
            "  hamlet container run --rm -it busybox sh    Ctrl-P Ctrl-Q leaves it running",
            "  hamlet container run -d --name web --memory 256m --cpus 0.5 -p 8080:80 busybox httpd -f",
            "  hamlet container run --rm -v data:/data -v ./src:/src:ro busybox cp -r /src /data",
        })
final class ContainerRun extends Verb implements TakesProgram {
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Mixin
    private ContainerOptions options = new ContainerOptions();

    @Option(
            names = {"-d", "--detach"},
            description = "Leave it running and print its id.")
    private boolean detached;

    @Parameters(index = "0", paramLabel = "IMAGE", description = "Name or id of a container image.")
    private String image = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "COMMAND", description = "Instead of the image's command.")
    private List<String> command = new ArrayList<>();

    ContainerRun(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        throw new IllegalStateException("its code is the container's");
    }

    @Override
    int code() throws InterruptedException {
        try {
            ContainerEngine engine = session().engine().containers();
            ContainerWish wish = options.wish(command, engine.keptLimits());
            ContainerSnapshot made = follow(engine.create(image, options.name(), wish));
            String id = made.id().value();
            try (ContainerEngine.Attendance _ = engine.attend(id)) {
                return attended(engine, made);
            }
        } catch (ProblemException e) {
            return code(e.problem());
        }
    }

    private int attended(ContainerEngine engine, ContainerSnapshot made) throws ProblemException, InterruptedException {
        String id = made.id().value();
        boolean left = false;
        try {
            if (!detached && options.isTerminal()) {
                OptionalInt code = atTerminal(engine, made, id);
                left = code.isEmpty();
                return code.orElse(ExitCode.DONE.number());
            }
            if (!detached && options.isInteractive()) {
                return piped(engine, made, id);
            }
            ContainerSnapshot _ = follow(engine.start(id));
            note(engine, made);
            if (detached) {
                line(json() ? ContainerJson.one(engine.find(id), session().words()) : id);
                left = true;
                return 0;
            }
            return pass(engine, made, id);
        } finally {
            if (options.isRemoved() && !left) {
                remove(engine, id);
            }
        }
    }

    /** Empty where the person left it running. */
    private OptionalInt atTerminal(ContainerEngine engine, ContainerSnapshot made, String id)
            throws ProblemException, InterruptedException {
        try (ContainerSession session = ContainerSession.ofThisTerminal(made.name());
                ContainerStream program = follow(engine.startAttached(id, session.columns(), session.rows()))) {
            note(engine, made);
            if (session.join(program) == ContainerSession.End.ENDED) {
                return OptionalInt.of(told(made, engine.await(id)));
            }
        }
        session().output().note(Printable.line(text("cli.container.left", made.name())));
        return OptionalInt.empty();
    }

    private int piped(ContainerEngine engine, ContainerSnapshot made, String id)
            throws ProblemException, InterruptedException {
        try (ContainerStream program = follow(engine.startAttached(id, 0, 0))) {
            note(engine, made);
            try {
                if (new ContainerSeat(session().output(), program).pass(true)) {
                    return told(made, engine.await(id));
                }
                // Nobody reads what it writes any more.
                ContainerSnapshot _ = engine.stop(id, PATIENCE).await();
                return ExitCode.DONE.number();
            } catch (InterruptedException e) {
                // What Ctrl-C asks for: it ends, and what it says to that is passed on by who does so still.
                ContainerSnapshot _ = engine.stop(id, PATIENCE).await();
                return ExitCode.CANCELLED.number();
            }
        }
    }

    /** What it lacks here: the rules of others may keep its network from everything else. */
    private void note(ContainerEngine engine, ContainerSnapshot made) throws ProblemException, InterruptedException {
        NetworkWish wish = made.spec().map(spec -> spec.wish().network()).orElse(NetworkWish.NOTHING);
        List<Problem> notices = new ArrayList<>(engine.notices());
        if (wish.isBridged()) {
            notices.addAll(engine.networks().notices(wish.network()));
        }
        for (Problem notice : notices) {
            ProblemWords words = ProblemWords.of(notice, session().words());
            session().output().note(words.title() + ": " + words.cause());
            words.commands().forEach(session().output()::note);
        }
    }

    private int pass(ContainerEngine engine, ContainerSnapshot made, String id)
            throws ProblemException, InterruptedException {
        try (ContainerOutput output = new ContainerOutput(session().output(), engine.log(id))) {
            return pass(engine, made, id, output);
        }
    }

    private int pass(ContainerEngine engine, ContainerSnapshot made, String id, ContainerOutput output)
            throws ProblemException, InterruptedException {
        try {
            try (Threads.Repeating _ =
                    Threads.repeat("container-output", TimeSource.system(), LOOK_EVERY, () -> passOn(output))) {
                ContainerEnd end = engine.await(id);
                return last(output, made, end);
            }
        } catch (InterruptedException e) {
            // What Ctrl-C asks for: it ends, and what it says to that is heard.
            ContainerSnapshot _ = engine.stop(id, PATIENCE).await();
            passOn(output);
            return ExitCode.CANCELLED.number();
        }
    }

    private int last(ContainerOutput output, ContainerSnapshot made, ContainerEnd end) {
        passOn(output);
        return told(made, end);
    }

    private int told(ContainerSnapshot made, ContainerEnd end) {
        if (end.outOfMemory()) {
            session().output().note(text("cli.container.out-of-memory", made.name()));
        } else if (end.code().isEmpty()) {
            session().output().note(text("cli.container.end-unseen", made.name()));
        }
        return end.code().orElse(ContainerCodes.UNSEEN);
    }

    private static void passOn(ContainerOutput output) {
        try {
            output.pass();
        } catch (ProblemException e) {
            LoggerFactory.getLogger(ContainerRun.class).warn("what the container wrote cannot be read", e);
        }
    }

    private static void remove(ContainerEngine engine, String id) throws InterruptedException {
        boolean interrupted = Thread.interrupted();
        try {
            ContainerSnapshot _ = engine.remove(id, true, true).await();
        } catch (ProblemException e) {
            LoggerFactory.getLogger(ContainerRun.class)
                    .warn("a container is removed when containers are next listed", e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private int code(Problem problem) {
        return ContainerCodes.of(problem, report(problem), ContainerCodes.NOT_STARTED);
    }
}
