package dev.hamlet.app;

import dev.hamlet.app.cli.CommandLineFront;
import dev.hamlet.app.cli.Output;
import dev.hamlet.app.cli.WindowSource;
import dev.hamlet.app.shell.Hamlet;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.Engine;
import dev.hamlet.engine.Preloading;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.terminal.UserTerminal;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Where Hamlet starts: the window without arguments, else the command line. */
public final class Main {
    /** Command lines that are run before, a line each, words between blanks: what the AOT cache is to have besides. */
    private static final String TRAINING = "hamlet.training.commands";

    private Main() {}

    /** The process ends with the exit code of the command. */
    public static void main(String[] arguments) {
        Output output = new Output(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                UserTerminal::showsErrors);
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> fault(output, thread, failure));
        if (arguments.length == 0) {
            Hamlet.open("");
            return;
        }
        Preloading preloading = Preloading.begin(System.getenv());
        for (String line : System.getProperty(TRAINING, "").lines().toList()) {
            int _ = front(output, Preloading.begin(System.getenv())).run(line.split(" "));
        }
        System.exit(command(output, preloading, arguments));
    }

    /** Whatever nobody else has caught: told, and written down whole. */
    private static void fault(Output output, Thread thread, Throwable failure) {
        output.note(Messages.ofUser().text("cli.fault", failure));
        LoggerFactory.getLogger(Main.class).error("thread {} failed", thread.getName(), failure);
    }

    private static int command(Output output, Preloading preloading, String... arguments) {
        CommandLineFront front = front(output, preloading);
        Threads.atExit("cancel", () -> {
            try {
                front.cancel();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return front.run(arguments);
    }

    private static CommandLineFront front(Output output, Preloading preloading) {
        return new CommandLineFront(output, Messages::ofUser, changes -> engine(preloading, changes), new Window());
    }

    /** The window in this process. */
    private static final class Window implements WindowSource {
        @Override
        public void open() {
            Hamlet.open("");
        }

        @Override
        public void openNew(Thing thing) {
            Hamlet.open(
                    switch (thing) {
                        case MACHINE -> Hamlet.NEW_MACHINE;
                        case CONTAINER -> Hamlet.NEW_CONTAINER;
                    });
        }

        @Override
        public void openWith(Path file) {
            Hamlet.open(file.toString());
        }
    }

    private static Engine engine(Preloading preloading, Map<String, String> changes) throws ProblemException {
        if (changes.isEmpty()) {
            Optional<Engine> opened = preloading.engine();
            if (opened.isPresent()) {
                return opened.get();
            }
        }
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(changes);
        return Engine.open(environment);
    }
}
