package dev.hamlet.app.cli;

import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.container.ContainerNetwork;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Lists networks of containers. */
@Command(
        description =
                "List the networks that containers are on. The usual one, bridge, comes with the first container.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet network ls", "  hamlet network ls --json | jq -r '.networks[].subnet'"})
final class NetworkList extends Verb {
    NetworkList(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        List<ContainerNetwork> networks =
                session().engine().containers().networks().list();
        if (json()) {
            line(NetworkJson.list(networks, session().words()));
        } else if (networks.isEmpty()) {
            line(text("cli.networks.none"));
        } else {
            Table table = new Table()
                    .column(text("head.name"))
                    .column(text("head.addresses"))
                    .column(text("head.containers"))
                    .column(text("head.notes"));
            for (ContainerNetwork one : networks) {
                table.row(
                        one.name(),
                        one.subnet().toString(),
                        Integer.toString(one.members().size()),
                        one.notices().stream()
                                .map(notice -> ProblemWords.of(notice, session().words())
                                        .title())
                                .collect(Collectors.joining(", ")));
            }
            table.lines().forEach(this::line);
        }
        return ExitCode.DONE;
    }
}
