package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerVolume;
import dev.hamlet.engine.container.ContainerVolumes;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.problem.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Removes volumes that nobody uses. */
@Command(
        description = {
            "Remove the volumes that were made for single containers which are gone; with --all also those that have a name",
            "and that no container mounts. Their files are gone then."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet volume prune --all --dry-run", "  hamlet volume prune"})
final class VolumePrune extends PruneVerb {
    @Option(
            names = {"-a", "--all"},
            description = "Also volumes that have a name, unless a container mounts them.")
    private boolean all;

    VolumePrune(Session session) {
        super(session, "hamlet volume prune");
    }

    private ContainerVolumes volumes() throws ProblemException {
        return session().engine().containers().volumes();
    }

    private Map<ContainerVolume, ByteSize> sizes() throws ProblemException, InterruptedException {
        Map<ContainerVolume, ByteSize> sizes = new LinkedHashMap<>();
        for (ContainerVolume one : volumes().prunable(all)) {
            sizes.put(one, volumes().size(one));
        }
        return sizes;
    }

    @Override
    List<String> removable() throws ProblemException, InterruptedException {
        Map<ContainerVolume, ByteSize> sizes = sizes();
        Table table = new Table().column(text("head.name")).figures(text("head.frees"));
        sizes.forEach((volume, size) ->
                table.row(volume.name(), session().words().figures().size(size)));
        return sizes.isEmpty() ? List.of() : table.lines();
    }

    @Override
    String removableJson() throws ProblemException, InterruptedException {
        return VolumeJson.list(sizes());
    }

    @Override
    void remove() throws ProblemException, InterruptedException {
        ContainerVolumes.Pruned pruned = volumes().prune(all);
        if (json()) {
            line(VolumeJson.pruned(pruned));
            return;
        }
        if (pruned.names().isEmpty()) {
            line(text("cli.prune.nothing"));
        } else {
            pruned.names().forEach(name -> line(Printable.line(name)));
            line(text("cli.volumes.freed", session().words().figures().size(pruned.freed())));
        }
        // What was passed over is said beside the result.
        pruned.kept()
                .forEach(kept -> session()
                        .output()
                        .note(text(
                                "cli.volumes.kept",
                                Printable.line(kept.name()),
                                Printable.line(kept.container()),
                                kept.file())));
    }
}
