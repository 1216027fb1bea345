package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerLimits;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.RestartPolicy;
import dev.hamlet.engine.container.Upkeep;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Changes what containers may use. */
@Command(
        description = {
            "Change what containers may use at most, and whether they are started again: at once where they run, and at",
            "every later start. What is not named stays as it is; 0 takes a limit away."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet container update --memory 512m --cpus 2 web", "  hamlet container update --memory 0 web"})
final class ContainerUpdate extends ContainersVerb {
    @Option(
            names = {"-m", "--memory"},
            paramLabel = "SIZE",
            description = "How much memory, such as 256m.")
    private @Nullable String memory;

    @Option(names = "--cpus", paramLabel = "N", description = "How many processors' time, such as 0.5.")
    private @Nullable String cpus;

    @Option(names = "--pids-limit", paramLabel = "N", description = "How many processes and threads.")
    private @Nullable Integer pids;

    @Option(
            names = "--restart",
            paramLabel = "POLICY",
            description = "Whether they are started again when they have ended, as container run has it.")
    private @Nullable String restart;

    ContainerUpdate(Session session) {
        super(session);
    }

    @Override
    ContainerSnapshot one(ContainerEngine engine, String name) throws ProblemException, InterruptedException {
        if (restart != null) {
            Upkeep now =
                    engine.find(name).spec().map(spec -> spec.wish().upkeep()).orElse(Upkeep.USUAL);
            ContainerSnapshot done = follow(engine.keepUp(name, now.with(RestartPolicy.parse(restart))));
            if (memory == null && cpus == null && pids == null) {
                return done;
            }
        }
        ContainerLimits now = engine.find(name)
                .spec()
                .map(spec -> spec.wish().limits())
                .orElseGet(() -> ContainerWish.of(List.of()).limits());
        return follow(engine.update(name, wanted(now)));
    }

    private ContainerLimits wanted(ContainerLimits now) throws ProblemException {
        Optional<ByteSize> bytes = memory == null ? now.memory() : ContainerOptions.memory(memory);
        return new ContainerLimits(
                bytes, cpus == null ? now.cpus() : ContainerOptions.cpus(cpus), pids == null ? now.pids() : pids);
    }
}
