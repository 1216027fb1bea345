package dev.hamlet.engine.catalog;

import dev.hamlet.engine.problem.MediaProblem;
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
 */
record OwnNamespaces(boolean root) {
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
     * @throws ProblemException {@code RecipeImpossible} with what to do about it
     */
    void require(ProcessLauncher launcher, String recipe, Path folder) throws ProblemException, InterruptedException {
        ProcessResult result = launcher.run(run("mount", List.of("-t", "tmpfs", "hamlet-trial", folder.toString())));
        if (!result.succeeded()) {
            throw new ProblemException(new MediaProblem.RecipeImpossible(
                    recipe, why(String.join(" ", result.errorLines()).strip())));
        }
    }

    private String why(String said) {
        if (root) {
            return "it needs to mount, which root may not do here (" + said + "); that is so in most containers";
        } else if (said.contains("unrecognized option")) {
            return "the program unshare is older than util-linux 2.38, so that only root can build it";
        } else if (said.contains("subuid") || said.contains("subgid") || said.contains("newuidmap")) {
            return "it needs user ids of your own for the guest's files, and you have none (" + said
                    + "); root gives you some with: usermod --add-subuids 100000-165535 --add-subgids 100000-165535 "
                    + "and your login name";
        }
        return "it needs a user namespace, which this computer does not allow you (" + said + "); root can build it";
    }
}
