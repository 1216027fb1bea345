package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerVolume;
import dev.hamlet.engine.container.ContainerVolumes;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.problem.ProblemException;
import java.util.LinkedHashMap;
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
final class VolumePrune extends Verb {
    @Option(
            names = {"-a", "--all"},
            description = "Also volumes that have a name, unless a container mounts them.")
    private boolean all;

    @Option(names = "--dry-run", description = "Show what would be removed, and remove nothing.")
    private boolean dry;

    @Option(
            names = {"-f", "--force"},
            description = "Taken for those who type it: nothing is asked in any case.")
    @SuppressWarnings("UnusedVariable")
    private boolean force;

    VolumePrune(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        ContainerVolumes volumes = session().engine().containers().volumes();
        if (dry) {
            show(volumes);
            return ExitCode.DONE;
        }
        ContainerVolumes.Pruned pruned = volumes.prune(all);
        if (json()) {
            line(VolumeJson.pruned(pruned));
        } else if (pruned.names().isEmpty()) {
            line(text("cli.volumes.nothing"));
        } else {
            pruned.names().forEach(name -> line(Printable.line(name)));
            line(text("cli.volumes.freed", session().words().figures().size(pruned.freed())));
        }
        return ExitCode.DONE;
    }

    private void show(ContainerVolumes volumes) throws ProblemException, InterruptedException {
        Map<ContainerVolume, ByteSize> sizes = new LinkedHashMap<>();
        for (ContainerVolume one : volumes.prunable(all)) {
            sizes.put(one, volumes.size(one));
        }
        if (json()) {
            line(VolumeJson.list(sizes));
        } else if (sizes.isEmpty()) {
            line(text("cli.volumes.nothing"));
        } else {
            Table table = new Table().column(text("head.name")).figures(text("head.frees"));
            sizes.forEach((volume, size) ->
                    table.row(volume.name(), session().words().figures().size(size)));
            table.lines().forEach(this::line);
        }
    }
}
