package dev.hamlet.engine.host;

import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a person something through the desktop: the notification service of freedesktop.org on the session bus, called by
 * {@code busctl} of systemd, which takes every text as it is. Where there is no such program, bus or service nothing is
 * told, and nothing fails. Safe for use by many threads; calls block.
 */
public final class DesktopNotices {
    private static final Logger LOG = LoggerFactory.getLogger(DesktopNotices.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String PROGRAM = "busctl";
    private static final String SERVICE = "org.freedesktop.Notifications";
    private static final String PATH = "/org/freedesktop/Notifications";

    private final ProcessLauncher launcher;

    /** What a notice is about; each has an icon of every theme. */
    public enum Kind {
        DONE("dialog-information"),
        WRONG("dialog-warning");

        private final String icon;

        Kind(String icon) {
            this.icon = icon;
        }
    }

    /**
     * What is told.
     *
     * @param title one line
     * @param text more of it; may be empty
     */
    public record Notice(Kind kind, String title, String text) {}

    /** The notices of this desktop. */
    public DesktopNotices(ProcessLauncher launcher) {
        this.launcher = launcher;
    }

    /**
     * Shows this for as long as the desktop sees fit.
     *
     * @return whether a service took it
     */
    public boolean show(Notice notice) throws InterruptedException {
        if (launcher.find(PROGRAM).isEmpty()) {
            return false;
        }
        try {
            ProcessResult abilities = call("GetCapabilities");
            if (!abilities.succeeded()) {
                LOG.debug("no notification service: {}", abilities.lastLine());
                return false;
            }
            // Such services read the text as markup; others show it as it is.
            String text = abilities.output().contains("\"body-markup\"") ? escaped(notice.text()) : notice.text();
            ProcessResult shown = call(
                    "Notify",
                    "susssasa{sv}i",
                    "Hamlet",
                    // Replaces none.
                    "0",
                    notice.kind().icon,
                    notice.title(),
                    text,
                    // No actions, no hints, and the time that the service thinks right.
                    "0",
                    "0",
                    "-1");
            if (!shown.succeeded()) {
                LOG.debug("the desktop did not take a notice: {}", shown.lastLine());
            }
            return shown.succeeded();
        } catch (ProblemException e) {
            LOG.debug("the desktop could not be told", e);
            return false;
        }
    }

    private ProcessResult call(String method, String... arguments) throws ProblemException, InterruptedException {
        List<String> all =
                new ArrayList<>(List.of("--user", "--timeout=5", "--", "call", SERVICE, PATH, SERVICE, method));
        all.addAll(List.of(arguments));
        return launcher.run(ProcessSpec.of(PROGRAM, all).within(LIMIT));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
