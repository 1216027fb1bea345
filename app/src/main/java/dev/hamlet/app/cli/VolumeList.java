package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerVolume;
import dev.hamlet.engine.container.ContainerVolumes;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.problem.ProblemException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Lists volumes. */
@Command(
        description = "List volumes, with what they take on the disk and the containers that they are mounted in.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet volume ls", "  hamlet volume ls --json | jq -r '.volumes[].name'"})
final class VolumeList extends Verb {
    VolumeList(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        ContainerVolumes volumes = session().engine().containers().volumes();
        Map<ContainerVolume, ByteSize> sizes = new LinkedHashMap<>();
        for (ContainerVolume one : volumes.list()) {
            sizes.put(one, volumes.size(one));
        }
        if (json()) {
            line(VolumeJson.list(sizes));
        } else if (sizes.isEmpty()) {
            line(text("cli.volumes.none"));
        } else {
            table(sizes).lines().forEach(this::line);
        }
        return ExitCode.DONE;
    }

    private Table table(Map<ContainerVolume, ByteSize> sizes) {
        Table table =
                new Table().column(text("head.name")).figures(text("head.size")).column(text("head.containers"));
        sizes.forEach((volume, size) -> table.row(
                volume.name(),
                session().words().figures().size(size),
                volume.users().stream()
                        .map(ContainerVolume.User::name)
                        .distinct()
                        .map(Printable::line)
                        .collect(Collectors.joining(", "))));
        return table;
    }
}
