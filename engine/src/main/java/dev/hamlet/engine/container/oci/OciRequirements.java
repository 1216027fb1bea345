package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.KeptLimits;
import dev.hamlet.engine.host.ContainerFacts;
import dev.hamlet.engine.namespace.IdRanges;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.Users;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What containers of this kind take of a computer, and whether it is there. Looks at files alone. */
public final class OciRequirements {
    private static final Path USERS = Path.of("/etc/subuid");
    private static final Path GROUPS = Path.of("/etc/subgid");

    private OciRequirements() {}

    /**
     * What there is on this computer.
     *
     * @param obstacle why no container can run
     * @param kept how they can be limited
     */
    public static ContainerFacts of(ProcessLauncher launcher, Optional<Problem> obstacle, KeptLimits kept) {
        String runtime = "";
        Problem runtimeProblem = null;
        try {
            runtime = new OciRuntimes(launcher).choose().toString();
        } catch (ProblemException e) {
            runtimeProblem = e.problem();
        }
        String profile = BundleHost.PROFILES.stream()
                .filter(Files::exists)
                .map(Path::toString)
                .findFirst()
                .orElse("");
        long uid = Users.effectiveUid();
        String user = name(uid);
        return new ContainerFacts(
                obstacle.orElse(null),
                runtime,
                runtimeProblem,
                profile,
                profile.isEmpty()
                        ? new ContainerProblem.SeccompProfileMissing(
                                BundleHost.PROFILES.getLast(), "golang-github-containers-common")
                        : null,
                IdRanges.count(USERS, user, uid),
                IdRanges.count(GROUPS, user, uid),
                IdRanges.beyond(List.of(USERS, GROUPS)),
                kept.memory().or(kept::cpus).or(kept::pids).orElse(null));
    }

    private static String name(long uid) {
        try {
            return Users.byUid(uid).map(Users.User::name).orElse(Long.toString(uid));
        } catch (NativeException e) {
            return Long.toString(uid);
        }
    }
}
