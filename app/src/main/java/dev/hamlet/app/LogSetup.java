package dev.hamlet.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Sets the log up in code, which takes a tenth of the time of a file: everything goes to {@code hamlet.log} in the state
 * folder and nothing to the console. {@code HAMLET_LOG} names another level, such as {@code debug}. Where the file cannot
 * be written there is no log, and no command fails for it.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
    private static final long LONGEST = 2L << 20;

    /** Made by logback, once. */
    public LogSetup() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        // Without a listener logback prints its own errors to the console.
        context.getStatusManager().add(new NopStatusListener());
        Level level = Level.toLevel(System.getenv().getOrDefault("HAMLET_LOG", ""), Level.INFO);
        context.getLogger("ROOT").setLevel(Level.WARN);
        context.getLogger("dev.hamlet").setLevel(level);
        // What a guest prints is nobody's but its user's, and some of it is no terminal's language.
        context.getLogger("com.techsenger.jeditermfx").setLevel(Level.OFF);
        try {
            Path folder = HamletPaths.of(System.getenv()).state();
            HamletPaths.makePrivate(folder);
            Path file = folder.resolve("hamlet.log");
            turn(file);
            context.getLogger("ROOT").addAppender(appender(context, file));
        } catch (ProblemException | IOException e) {
            addError("no log is written", e);
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Keeps one older log: programs that write the old one at this moment go on with it. */
    private static void turn(Path file) throws IOException {
        if (Files.exists(file) && Files.size(file) > LONGEST) {
            Files.move(file, file.resolveSibling("hamlet.old.log"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static FileAppender<ILoggingEvent> appender(LoggerContext context, Path file) {
        LogLines lines = new LogLines();
        lines.setContext(context);
        lines.start();
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(context);
        appender.setName("file");
        appender.setFile(file.toString());
        appender.setEncoder(lines);
        appender.start();
        return appender;
    }
}
