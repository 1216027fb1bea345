package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerFileAccess;
import dev.hamlet.engine.container.ContainerFileAccess.Copied;
import dev.hamlet.engine.container.ContainerFileAccess.Copying;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies files between a container and this computer. */
@Command(
        description = {
            "Copy a file or a folder out of a container or into one, whether it runs or not, with what is mounted in it. Into",
            "a folder that is there it is copied under its own name, of SOURCE/. what is in it; else it is called like the",
            "target. - is a tar archive: read from standard input, or written to standard output."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hamlet container cp web:/etc/passwd .",
            "  hamlet container cp ./site/. web:/srv",
            "  hamlet container cp web:/srv - | tar t"
        })
final class ContainerCopy extends Verb {
    private static final String STREAM = "-";

    @Option(
            names = {"-a", "--archive"},
            description = {
                "Keep owners, attributes, devices and the bits that lend a program its owner's rights; else what comes out is",
                "yours, and what goes in is of the container's root."
            })
    private boolean archive;

    @Option(
            names = {"-L", "--follow-link"},
            description = "Copy what a link leads to, and not the link.")
    private boolean follow;

    @Parameters(index = "0", paramLabel = "SOURCE", description = "CONTAINER:PATH, a path of this computer, or -.")
    private String source = "";

    @Parameters(index = "1", paramLabel = "TARGET", description = "The same; one of both is in a container.")
    private String target = "";

    ContainerCopy(Session session) {
        super(session);
    }

    /** A path in a container. */
    private record Inside(String container, String path) {
        /** Empty for a path of this computer: those begin with a slash or a dot, or have no colon. */
        static Optional<Inside> of(String written) {
            int colon = written.indexOf(':');
            if (colon < 1 || written.startsWith("/") || written.startsWith(".")) {
                return Optional.empty();
            }
            String path = written.substring(colon + 1);
            return Optional.of(new Inside(written.substring(0, colon), path.isEmpty() ? "/" : path));
        }
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        Optional<Inside> from = Inside.of(source);
        Optional<Inside> to = Inside.of(target);
        if (from.isPresent() == to.isPresent()) {
            throw ArgumentText.invalid(
                    from.isPresent() ? "TARGET" : "SOURCE",
                    from.isPresent() ? target : source,
                    "CONTAINER:PATH, or a path of this computer where the other is in a container");
        }
        ContainerFileAccess files = session().engine().containers().files();
        Copying how = new Copying(archive, follow);
        Copied copied;
        if (from.isPresent()) {
            copied = target.equals(STREAM)
                    ? follow(
                            files.archive(from.get().container(), from.get().path(), session().output().stream(), how),
                            true)
                    : follow(files.copyOut(from.get().container(), from.get().path(), here(target), how(how, target)));
        } else {
            Inside inside = to.orElseThrow();
            copied = source.equals(STREAM)
                    ? follow(files.unpack(session().output().in(), inside.container(), inside.path()))
                    : follow(files.copyIn(
                            here(source),
                            source.equals(".") || source.endsWith("/."),
                            inside.container(),
                            inside.path(),
                            how(how, source)));
        }
        if (json() && !target.equals(STREAM)) {
            line(ContainerJson.copied(copied));
        }
        return ExitCode.DONE;
    }

    /** A path keeps no slash at its end, by which a folder is meant. */
    private static Copying how(Copying how, String written) {
        boolean folder = written.endsWith("/") || written.endsWith("/.") || written.equals(".");
        return folder ? how.ofFolder() : how;
    }

    private static Path here(String written) {
        return Path.of(written).toAbsolutePath();
    }
}
