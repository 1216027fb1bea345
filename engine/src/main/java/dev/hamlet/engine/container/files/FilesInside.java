package dev.hamlet.engine.container.files;

import dev.hamlet.engine.container.ContainerFile;
import dev.hamlet.engine.container.ContainerFileAccess.Copied;
import dev.hamlet.engine.container.ContainerFileAccess.Copying;
import dev.hamlet.engine.container.FileChange;
import dev.hamlet.engine.container.files.InsideSession.Question;
import dev.hamlet.engine.container.files.InsideWire.Ask;
import dev.hamlet.engine.container.files.InsideWire.Reading;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.problem.VolumeProblem;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * In the user namespace, where files of all users of containers are ours: by a {@link FilesInsideProgram} for each piece of
 * work, which takes about a quarter of a second to start.
 */
final class FilesInside implements FileWork {
    private static final Duration LIMIT = Duration.ofHours(12);

    private final Namespaces namespaces;
    private final ProcessLauncher launcher;

    FilesInside(Namespaces namespaces, ProcessLauncher launcher) {
        this.namespaces = namespaces;
        this.launcher = launcher;
    }

    private <T> T once(Ask what, Question question, Reading<T> reading, OutputStream data, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        try (InsideSession session = InsideSession.open(namespaces, launcher)) {
            return session.ask(what, question, reading, data, progress);
        }
    }

    private static OutputStream none() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public List<ContainerFile> list(FilePlace place, OwnFiles own, String path)
            throws IOException, ProblemException, InterruptedException {
        return once(
                Ask.LIST,
                out -> {
                    InsideWire.place(out, place);
                    InsideWire.own(out, own);
                    InsideWire.text(out, path);
                },
                in -> InsideWire.list(in, InsideWire::file),
                none(),
                Progress.none());
    }

    @Override
    public List<FileChange> changes(OwnFiles own) throws IOException, ProblemException, InterruptedException {
        return once(
                Ask.CHANGES,
                out -> InsideWire.own(out, own),
                in -> InsideWire.list(in, InsideWire::change),
                none(),
                Progress.none());
    }

    @Override
    public Copied copyOut(FilePlace place, String path, Path target, Copying how, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        return once(
                Ask.OUT,
                out -> {
                    InsideWire.place(out, place);
                    InsideWire.text(out, path);
                    InsideWire.path(out, target.toAbsolutePath());
                    InsideWire.copying(out, how);
                },
                InsideWire::copied,
                none(),
                progress);
    }

    @Override
    public Copied copyIn(
            FilePlace place, Path source, boolean contentAlone, String path, Copying how, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        return once(
                Ask.IN,
                out -> {
                    InsideWire.place(out, place);
                    InsideWire.path(out, source.toAbsolutePath());
                    out.writeBoolean(contentAlone);
                    InsideWire.text(out, path);
                    InsideWire.copying(out, how);
                },
                InsideWire::copied,
                none(),
                progress);
    }

    @Override
    public Copied archive(FilePlace place, String path, OutputStream to, Copying how, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        Copied copied = once(
                Ask.ARCHIVE,
                out -> {
                    InsideWire.place(out, place);
                    InsideWire.text(out, path);
                    InsideWire.copying(out, how);
                },
                InsideWire::copied,
                to,
                progress);
        to.flush();
        return copied;
    }

    @Override
    public Copied unpack(FilePlace place, InputStream archive, String path, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        try (InsideSession session = InsideSession.open(namespaces, launcher)) {
            return session.pass(
                    Ask.UNPACK,
                    out -> {
                        InsideWire.place(out, place);
                        InsideWire.text(out, path);
                    },
                    archive,
                    InsideWire::copied,
                    progress);
        }
    }

    @Override
    public void layer(OwnFiles own, OutputStream to, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        var _ = once(Ask.LAYER, out -> InsideWire.own(out, own), FilesInside::nothing, to, progress);
    }

    private static String nothing(DataInputStream in) {
        return "";
    }

    @Override
    public FirstContent content(String container, Path root, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        InsideSession session = InsideSession.open(namespaces, launcher);
        boolean done = false;
        try {
            var _ = session.ask(
                    Ask.CONTENT,
                    out -> {
                        InsideWire.text(out, container);
                        InsideWire.path(out, root);
                    },
                    FilesInside::nothing,
                    none(),
                    progress);
            done = true;
            return new Content(session, container, progress);
        } finally {
            if (!done) {
                session.close();
            }
        }
    }

    /** By a program that stays until this is closed. */
    private record Content(InsideSession session, String container, Progress progress) implements FirstContent {
        private <T> T ask(Ask what, Question question, Reading<T> reading)
                throws IOException, ProblemException, InterruptedException {
            try {
                return session.ask(what, question, reading, none(), progress);
            } catch (ProblemException e) {
                if (e.problem() instanceof VolumeProblem.MountPlaceUnfit(String _, String target, String why)) {
                    throw new ProblemException(new VolumeProblem.MountPlaceUnfit(container, target, why), e);
                }
                throw e;
            }
        }

        @Override
        public boolean has(String target) throws IOException, ProblemException, InterruptedException {
            return ask(Ask.HAS, out -> InsideWire.text(out, target), DataInputStream::readBoolean);
        }

        @Override
        public void copy(String target, Path files) throws IOException, ProblemException, InterruptedException {
            var _ = ask(
                    Ask.COPY,
                    out -> {
                        InsideWire.text(out, target);
                        InsideWire.path(out, files);
                    },
                    FilesInside::nothing);
        }

        @Override
        public void takePlaceOfEmpty(Path made, Path empty) throws IOException, ProblemException, InterruptedException {
            var _ = ask(
                    Ask.TAKE_PLACE,
                    out -> {
                        InsideWire.path(out, made);
                        InsideWire.path(out, empty);
                    },
                    FilesInside::nothing);
        }

        @Override
        public void makePlaces(List<Place> places) throws IOException, ProblemException, InterruptedException {
            var _ = ask(
                    Ask.MAKE_PLACES, out -> InsideWire.list(out, places, InsideWire::mountPlace), FilesInside::nothing);
        }

        @Override
        public void close() {
            session.close();
        }
    }

    @Override
    public void remove(Path tree) throws IOException, ProblemException, InterruptedException {
        ProcessResult result =
                namespaces.run(ProcessSpec.of("rm", List.of("-rf", "--one-file-system", "--", tree.toString()))
                        .within(LIMIT));
        if (!result.succeeded()) {
            throw new IOException(result.lastLine());
        }
    }

    @Override
    public long size(Path tree) throws IOException, ProblemException, InterruptedException {
        ProcessResult result = namespaces.run(ProcessSpec.of("du", List.of("-s", "-B1", "--", tree.toString()))
                .within(LIMIT));
        String number = result.output().strip().split("\\s", 2)[0];
        if (!result.succeeded() || !number.matches("[0-9]{1,18}")) {
            throw new IOException(result.lastLine());
        }
        return Long.parseLong(number);
    }
}
