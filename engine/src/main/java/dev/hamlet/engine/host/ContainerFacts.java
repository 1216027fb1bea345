package dev.hamlet.engine.host;

import dev.hamlet.engine.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What containers find on this computer.
 *
 * @param obstacle why none can run; null where they can
 * @param runtime the program that runs them; empty if there is none
 * @param runtimeProblem why there is none that can be used
 * @param profile the list of system calls that they may use; empty if there is none
 * @param profileProblem why there is none
 * @param userIds how many numbers of users this user may give to containers
 * @param groupIds the same of groups
 * @param freeId the lowest number beyond all that somebody has
 * @param limits why they cannot be limited, as far as they cannot
 */
public record ContainerFacts(
        @Nullable Problem obstacle,
        String runtime,
        @Nullable Problem runtimeProblem,
        String profile,
        @Nullable Problem profileProblem,
        long userIds,
        long groupIds,
        long freeId,
        @Nullable Problem limits) {}
