package dev.hamlet.engine.namespace;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.UserNamespaces;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.nativebridge.DetachedStart;
import dev.hamlet.nativebridge.ProcessIdentity;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.Users;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Where the containers of this home are. For root that is this computer itself. For an ordinary user it is a user
 * namespace with a mount and a network namespace (namespaces(7)), where they have the rights that containers need and
 * nobody else is concerned.
 *
 * <p>There is no daemon that keeps it: it is there as long as a process is in it. That is each running container's conmon,
 * and one process that sleeps for each Hamlet that has work there, and ends with it, however it ends. All of a home find the
 * same one by the processes that are noted. What is mounted in it goes with it.
 *
 * <p>Safe for use by many threads and processes; entering may take some milliseconds.
 */
public final class Namespaces {
    private static final String PACKAGE = "util-linux";

    private final Optional<AnchorMaking> making;
    private @Nullable Anchor anchor;

    private Namespaces(Optional<AnchorMaking> making) {
        this.making = making;
    }

    /** Those of this home; touches nothing yet. */
    public static Namespaces of(HamletPaths paths, ProcessLauncher launcher, TimeSource time) {
        Path folder = paths.data().resolve("containers").resolve("namespaces");
        return new Namespaces(Optional.of(new AnchorMaking(folder, launcher, Processes.of(), time)));
    }

    /** For whoever starts no programs: an ordinary user can do nothing there that needs rights. */
    public static Namespaces none() {
        return new Namespaces(Optional.empty());
    }

    /** Whether this computer itself is the place: there is nothing to enter then. */
    public boolean isDirect() {
        return Users.isRoot();
    }

    /** Why an ordinary user cannot have one; empty where nothing is known to be in the way. Makes none. */
    public Optional<Problem> obstacle() {
        if (isDirect()) {
            return Optional.empty();
        }
        try {
            var _ = require();
            return Optional.empty();
        } catch (ProblemException e) {
            return Optional.of(e.problem());
        }
    }

    private AnchorMaking require() throws ProblemException {
        AnchorMaking made = making.orElseThrow(() ->
                new ProblemException(new ContainerProblem.NamespaceFailed("this part of Hamlet starts no programs")));
        if (isDirect()) {
            return made;
        }
        String bar = UserNamespaces.bar(Path.of("/"), false);
        if (!bar.isEmpty()) {
            throw new ProblemException(new ContainerProblem.NamespaceForbidden(bar));
        }
        for (String program : List.of("unshare", "nsenter", "mount", "umount")) {
            if (made.launcher().find(program).isEmpty()) {
                throw new ProblemException(new MediaProblem.ToolMissing(program, PACKAGE));
            }
        }
        return made;
    }

    private synchronized Anchor enter() throws ProblemException, InterruptedException {
        Anchor known = anchor;
        if (known == null || !Processes.of().alive(known.process())) {
            known = require().enter();
            anchor = known;
        }
        return known;
    }

    /**
     * Why only one user is known inside, where that is so: files and programs of containers can then be root's alone.
     *
     * @throws ProblemException as {@link #inside}
     */
    public Optional<Problem> oneUser() throws ProblemException, InterruptedException {
        return isDirect() ? Optional.empty() : enter().oneUser();
    }

    /**
     * The same program, run there as root.
     *
     * @throws ProblemException {@code NamespaceForbidden}, {@code NamespaceFailed}, {@code ToolMissing}
     */
    public ProcessSpec inside(ProcessSpec spec) throws ProblemException, InterruptedException {
        if (isDirect()) {
            return spec;
        }
        Anchor here = enter();
        List<String> arguments = new ArrayList<>(here.entering(true));
        if (spec.directory() != null) {
            // Entering a mount namespace leads to its root.
            arguments.addAll(List.of(program("env").toString(), "-C", String.valueOf(spec.directory())));
        }
        arguments.add(program(spec.program()).toString());
        arguments.addAll(spec.arguments());
        return new ProcessSpec(
                "nsenter",
                arguments,
                spec.environment(),
                null,
                spec.input(),
                spec.fed(),
                spec.limit(),
                spec.endsWithHamlet());
    }

    /**
     * The same start, there as root.
     *
     * @param network whether it is in the network of there too, else in this computer's
     * @throws ProblemException as the other
     */
    public DetachedStart inside(DetachedStart start, boolean network) throws ProblemException, InterruptedException {
        if (isDirect()) {
            return start;
        }
        List<String> arguments = new ArrayList<>(enter().entering(network));
        arguments.add(start.program().toString());
        arguments.addAll(start.arguments());
        return new DetachedStart(
                program("nsenter"),
                arguments,
                start.environment(),
                start.workingDirectory(),
                start.stdout(),
                start.stderr(),
                start.descriptors());
    }

    /**
     * The same start, there as the user themselves: root of there, in this computer's network, with all groups that the user
     * is in, so that what the user may read and write it may.
     *
     * @throws ProblemException as the others
     */
    public DetachedStart insideAsSelf(DetachedStart start) throws ProblemException, InterruptedException {
        if (isDirect()) {
            return start;
        }
        List<String> arguments = new ArrayList<>(Anchor.entering(enter().process(), false, true));
        arguments.add(start.program().toString());
        arguments.addAll(start.arguments());
        return new DetachedStart(
                program("nsenter"),
                arguments,
                start.environment(),
                start.workingDirectory(),
                start.stdout(),
                start.stderr(),
                start.descriptors());
    }

    /** Runs a program there to its end. */
    public ProcessResult run(ProcessSpec spec) throws ProblemException, InterruptedException {
        return require().launcher().run(inside(spec));
    }

    private Path program(String name) throws ProblemException {
        return require()
                .launcher()
                .find(name)
                .orElseThrow(() -> new ProblemException(new MediaProblem.ToolMissing(name, name)));
    }

    /** A path of there, as this program sees it. */
    public Path seen(Path path) throws ProblemException, InterruptedException {
        return isDirect() ? path : enter().seen(path);
    }

    /** The same, where anybody is there: where nobody is, nothing is mounted. Enters nothing. */
    public Optional<Path> seenIfThere(Path path) throws ProblemException {
        if (isDirect()) {
            return Optional.of(path);
        }
        OptionalLong somebody = processIfThere();
        return somebody.isPresent() ? Optional.of(Anchor.seen(somebody.getAsLong(), path)) : Optional.empty();
    }

    /** A process that is there, in its network too, for as long as this program. */
    public long process() throws ProblemException, InterruptedException {
        return enter().process().pid();
    }

    /** Any process that is there, in its network too. Enters nothing. */
    public synchronized OptionalLong processIfThere() throws ProblemException {
        Anchor known = anchor;
        if (known != null && Processes.of().alive(known.process())) {
            return OptionalLong.of(known.process().pid());
        }
        return making.isEmpty()
                ? OptionalLong.empty()
                : making.get().holders().stream()
                        .filter(AnchorMaking.Holder::network)
                        .mapToLong(holder -> holder.process().pid())
                        .findFirst();
    }

    /**
     * A process that stays there when this program has ended, and by which others find it.
     *
     * @param network whether it is in the network of there too
     */
    public void isHeldBy(ProcessIdentity process, boolean network) throws ProblemException {
        if (!isDirect() && making.isPresent()) {
            making.get().note(process, network);
        }
    }
}
