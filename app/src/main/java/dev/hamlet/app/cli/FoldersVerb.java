package dev.hamlet.app.cli;

import dev.hamlet.engine.host.FolderChoice;
import dev.hamlet.engine.host.Folders;
import dev.hamlet.engine.host.Folders.Kind;
import dev.hamlet.engine.host.Places;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows and chooses where machines and images lie. */
@Command(
        description = {
            "Show where machines and images lie, or choose where new ones go.",
            "What lies elsewhere already stays there, and stays listed."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hamlet folders",
            "  hamlet folders --machines /media/big/machines",
            "  hamlet folders --machines usual           new machines go where they go without a choice",
            "  hamlet folders --forget /media/old        list no more what lies there; its files stay"
        })
final class FoldersVerb extends Verb {
    private static final String USUAL = "usual";

    @Option(
            names = "--machines",
            paramLabel = "FOLDER",
            description = "Make new machines in this folder; 'usual' for the one without a choice.")
    private @Nullable String machines;

    @Option(
            names = "--images",
            paramLabel = "FOLDER",
            description = "Put new images into this folder; 'usual' for the one without a choice.")
    private @Nullable String images;

    @Option(
            names = "--forget",
            paramLabel = "FOLDER",
            description = "List no more what lies in a folder chosen before, such as one on a disk that is gone.")
    private @Nullable String forgotten;

    FoldersVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        FolderChoice choice = session().engine().folderChoice();
        if (machines != null) {
            choose(choice, Kind.MACHINES, machines);
        }
        if (images != null) {
            choose(choice, Kind.IMAGES, images);
        }
        if (forgotten != null) {
            for (Kind kind : Kind.values()) {
                Folders _ = choice.forget(kind, path(forgotten));
            }
        }
        Folders now = choice.now();
        if (json()) {
            line(FoldersJson.of(now, session().words()));
            return ExitCode.DONE;
        }
        Set<Problem> told = new HashSet<>();
        Table table = new Table()
                .column(text("head.what"))
                .column(text("head.folder"))
                .column(text("head.notes"));
        for (Kind kind : Kind.values()) {
            Places places = now.of(kind);
            for (Path folder : places.all()) {
                table.row(
                        text("value.folders." + kind.name().toLowerCase(Locale.ROOT)),
                        folder.toString(),
                        note(folder, places));
            }
        }
        table.lines().forEach(this::line);
        for (Kind kind : Kind.values()) {
            now.problems(kind).stream().filter(told::add).forEach(session()::note);
        }
        return ExitCode.DONE;
    }

    private String note(Path folder, Places places) {
        if (!folder.equals(places.usual()) && Folders.away(folder).isPresent()) {
            return text("value.folders.away");
        }
        return folder.equals(places.forNew()) ? text("value.folders.new") : "";
    }

    private static void choose(FolderChoice choice, Kind kind, String folder)
            throws ProblemException, InterruptedException {
        Folders _ = folder.equals(USUAL) ? choice.usual(kind) : choice.choose(kind, path(folder));
    }

    private static Path path(String text) throws ProblemException {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new ProblemException(
                    new CommandProblem.ArgumentInvalid("folder", text, "no folder can be called so"), e);
        }
    }
}
