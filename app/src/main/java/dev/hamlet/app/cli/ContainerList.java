package dev.hamlet.app.cli;

import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists containers. */
@Command(
        description = "List containers: all of them (list), or those that run (ps). Broken ones are listed too.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet container list", "  hamlet container ps -a --json | jq -r '.containers[].name'"})
final class ContainerList extends Verb {
    private final boolean usuallyAll;

    @Option(
            names = {"-a", "--all"},
            description = "Also those that do not run.")
    private boolean all;

    ContainerList(Session session, boolean usuallyAll) {
        super(session);
        this.usuallyAll = usuallyAll;
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        List<ContainerSnapshot> containers = session().engine().containers().list().stream()
                .filter(one -> all || usuallyAll || one.state().isLive())
                .toList();
        if (json()) {
            line(ContainerJson.list(containers, session().words()));
        } else if (containers.isEmpty()) {
            line(text("cli.containers.none"));
        } else {
            table(containers).lines().forEach(this::line);
        }
        return ExitCode.DONE;
    }

    private Table table(List<ContainerSnapshot> containers) {
        Table table = new Table()
                .column(text("head.id"))
                .column(text("head.name"))
                .column(text("head.image"))
                .column(text("head.state"))
                .column(text("head.notes"));
        for (ContainerSnapshot one : containers) {
            table.row(
                    one.id().shortened(),
                    one.name(),
                    one.spec().map(spec -> spec.image().name()).orElse(""),
                    text("value.container-state." + ContainerJson.state(one)),
                    notes(one));
        }
        return table;
    }

    private String notes(ContainerSnapshot one) {
        if (one.problem().isPresent()) {
            return ProblemWords.of(one.problem().get(), session().words()).title();
        }
        List<String> notes = new ArrayList<>();
        notes.add(one.health()
                .map(health ->
                        text("value.container-health." + health.state().name().toLowerCase(Locale.ROOT)))
                .orElse(""));
        notes.add(ended(one));
        notes.add(
                one.restarts() == 0
                        ? ""
                        : one.restarts() == 1
                                ? text("value.container.restarts.one")
                                : text("value.container.restarts", one.restarts()));
        notes.removeIf(String::isEmpty);
        return String.join(", ", notes);
    }

    private String ended(ContainerSnapshot one) {
        return one.end()
                .map(end -> end.outOfMemory()
                        ? text("value.container.out-of-memory")
                        : end.code().isEmpty()
                                ? text("value.container.end-unseen")
                                : text("value.container.exit-code", end.code().getAsInt()))
                .orElse("");
    }
}
