package dev.hamlet.engine.privilege;

import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.nativebridge.Users;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for root's rights for one {@link PrivilegedVerb}: {@code pkexec} runs the script that the packages bring, after polkit
 * has asked an administrator for their password. Safe for use by many threads.
 */
public final class Privilege {
    private static final Logger LOG = LoggerFactory.getLogger(Privilege.class);
    private static final String PKEXEC = "pkexec";

    /** Where the packages lay the script; polkit's actions name this very place. */
    private static final Path SCRIPT = Path.of("/usr/libexec/hamlet/hamlet-privileged");

    private static final Path POLICY = Path.of("/usr/share/polkit-1/actions/dev.hamlet.Hamlet.policy");

    /** An administrator may have to be fetched, and an installation takes what it takes. */
    private static final Duration LIMIT = Duration.ofHours(1);

    /** The person closed the question, as pkexec(1) answers it. */
    private static final int DISMISSED = 126;

    /** They may not, or nobody could be asked. */
    private static final int REFUSED = 127;

    private final ProcessLauncher launcher;
    private final Jobs jobs;
    private final Path script;
    private final Path policy;
    private final boolean root;

    /** Where somebody is asked for the password. */
    public enum Asking {
        /** By the desktop, in a window of its own. */
        DESKTOP,
        /** By the desktop, or else on this terminal. */
        TERMINAL
    }

    /** The script of this computer. */
    public Privilege(ProcessLauncher launcher, Jobs jobs) {
        this(launcher, jobs, SCRIPT, POLICY, Users.isRoot());
    }

    Privilege(ProcessLauncher launcher, Jobs jobs, Path script, Path policy, boolean root) {
        this.launcher = launcher;
        this.jobs = jobs;
        this.script = script;
        this.policy = policy;
        this.root = root;
    }

    /** Why nobody can be asked here; empty where it can be tried. Looks at files alone. */
    public Optional<Problem> obstacle() {
        if (root) {
            return Optional.of(new HostProblem.PrivilegeNotForRoot());
        } else if (!Files.isExecutable(script) || !Files.isRegularFile(policy)) {
            // An archive that somebody has unpacked, or a tree that was built: nothing of those may be run as root.
            return Optional.of(new HostProblem.PrivilegeNotInstalled(Files.isExecutable(script) ? policy : script));
        } else if (launcher.find(PKEXEC).isEmpty()) {
            return Optional.of(new HostProblem.PolkitMissing(PKEXEC));
        }
        return Optional.empty();
    }

    /**
     * Asks and does it. Cancelling takes the question away; what has begun as root goes on to its end, since the system lets
     * nobody else end it.
     *
     * <p>The job fails with {@link #obstacle()}, {@code PrivilegeDismissed}, {@code PrivilegeRefused} or
     * {@code RepairFailed}. Its result is what was done, in the script's own line.
     *
     * @param asking where the password is asked for
     */
    public Job<String> start(PrivilegedVerb verb, Asking asking) {
        return jobs.start(Phrase.of("job.repair." + verb.word()), progress -> run(verb, asking, progress));
    }

    private String run(PrivilegedVerb verb, Asking asking, Progress progress)
            throws ProblemException, InterruptedException {
        Optional<Problem> obstacle = obstacle();
        if (obstacle.isPresent()) {
            throw new ProblemException(obstacle.get());
        }
        progress.check();
        List<String> arguments = new ArrayList<>();
        if (asking == Asking.DESKTOP) {
            // A window that was begun in a terminal would otherwise ask there, where nobody looks.
            arguments.add("--disable-internal-agent");
        }
        arguments.addAll(List.of(script.toString(), verb.word()));
        ProcessResult result =
                launcher.run(ProcessSpec.of(PKEXEC, arguments).within(LIMIT), line -> LOG.info("{}: {}", verb, line));
        if (!result.succeeded()) {
            throw new ProblemException(problem(verb, result));
        }
        return result.lastLine();
    }

    private static Problem problem(PrivilegedVerb verb, ProcessResult result) {
        return switch (result.code()) {
            case DISMISSED -> new HostProblem.PrivilegeDismissed(verb.word());
            case REFUSED -> new HostProblem.PrivilegeRefused(verb.word(), result.lastLine());
            default -> new HostProblem.RepairFailed(verb.word(), result.lastLine());
        };
    }
}
