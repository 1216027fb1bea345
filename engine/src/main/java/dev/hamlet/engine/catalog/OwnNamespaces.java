package dev.hamlet.engine.catalog;

import dev.hamlet.engine.host.UserNamespaces;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a program as root of namespaces of its own (namespaces(7)), by means of unshare(1): of mounts and processes, so
 * that all that it mounts and starts ends with it however it ends, and with Hamlet, and for an ordinary user of users too, where files may
 * belong to whoever the guest needs.
 *
 * @param root whether Hamlet runs as root
 * @param files the root of this host's files, for what the kernel forbids
 */
record OwnNamespaces(boolean root, Path files) {
    private static final String PROGRAM = "unshare";

    /** What an ordinary user needs besides: the program, installed with a privilege, that maps further users. */
    static final Recipe.Tool USERS = new Recipe.Tool("newuidmap", "uidmap");

    /** This program in namespaces of its own. */
    ProcessSpec run(String program, List<String> arguments) {
        List<String> all = new ArrayList<>();
        if (!root) {
            // Root within is the user, whose files it may enter; all others are of the user's range in /etc/subuid.
            all.addAll(List.of("--user", "--map-root-user", "--map-auto"));
        }
        all.addAll(List.of("--mount", "--pid", "--fork", "--kill-child", "--propagation", "private", "--", program));
        all.addAll(arguments);
        return ProcessSpec.of(PROGRAM, all).endingWithHamlet();
    }

    /**
     * Tries whether this host allows it.
     *
     * @param recipe for whom, as the problem names it
     * @param folder empty
     * @throws ProblemException {@code MountForbidden}, {@code UserNamespacesOff}, {@code UserIdsMissing}, {@code
     *     RecipeToolsMissing}, or {@code RecipeImpossible} where it is none of these
     */
    void require(ProcessLauncher launcher, String recipe, Path folder) throws ProblemException, InterruptedException {
        ProcessResult result = launcher.run(run("mount", List.of("-t", "tmpfs", "hamlet-trial", folder.toString())));
        if (!result.succeeded()) {
            throw new ProblemException(
                    why(recipe, String.join(" ", result.errorLines()).strip()));
        }
    }

    private Problem why(String recipe, String said) {
        if (said.contains("unrecognized option")) {
            return new MediaProblem.RecipeToolsMissing(recipe, List.of("unshare (util-linux >= 2.38)"), "util-linux");
        } else if (root) {
            return new MediaProblem.MountForbidden(recipe, said);
        }
        // Asked first: newuidmap complains of its own files too where a setting forbids it.
        String bar = UserNamespaces.bar(files, false);
        if (!bar.isEmpty()) {
            return new HostProblem.UserNamespacesOff(bar);
        } else if (said.contains("subuid") || said.contains("subgid") || said.contains("newuidmap")) {
            return new MediaProblem.UserIdsMissing(recipe, said);
        }
        return new MediaProblem.RecipeImpossible(
                recipe, "it needs a user namespace, which this computer does not allow you (" + said + ")");
    }
}
