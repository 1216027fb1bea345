package dev.hamlet.engine.container.files;

import dev.hamlet.engine.container.files.InsideWire.Ask;
import dev.hamlet.engine.container.files.InsideWire.Failure;
import dev.hamlet.engine.container.files.InsideWire.Reading;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.image.LayerViolation;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.problem.VolumeProblem;
import dev.hamlet.engine.process.OwnJava;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.DetachedStart;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.OpenFile;
import dev.hamlet.nativebridge.PassedDescriptor;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One {@link FilesInsideProgram} that works for this program, until this is closed; closing it in the middle of work ends
 * that, and waits for the end. Used by one thread.
 */
final class InsideSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InsideSession.class);
    private static final Path NOWHERE = Path.of("/dev/null");
    private static final int BUFFER = 1 << 16;

    private final DetachedProcess process;
    private final OpenFile life;
    private final DataOutputStream ask;
    private final InputStream answers;
    private final DataInputStream in;
    private final InputStream said;

    private InsideSession(
            DetachedProcess process, OpenFile life, OutputStream ask, InputStream answers, InputStream said) {
        this.process = process;
        this.life = life;
        this.ask = new DataOutputStream(new BufferedOutputStream(ask, BUFFER));
        this.answers = answers;
        this.in = new DataInputStream(new BufferedInputStream(answers, BUFFER));
        this.said = said;
    }

    /** Starts it. */
    static InsideSession open(Namespaces namespaces, ProcessLauncher launcher)
            throws IOException, ProblemException, InterruptedException {
        List<OpenFile> open = new ArrayList<>();
        List<OpenFile> life = new ArrayList<>();
        Path log = Files.createTempFile("hamlet-files-", ".log");
        InputStream said = Files.newInputStream(log);
        boolean done = false;
        OutputStream ask = OutputStream.nullOutputStream();
        InputStream answers = InputStream.nullInputStream();
        try {
            List<OpenFile> asked = pipe(open);
            List<OpenFile> answered = pipe(open);
            List<OpenFile> living = OpenFile.pipe();
            open.add(living.getFirst());
            life.add(living.getLast());
            // Opened once more here: what was made for passing is closed below.
            ask = new FileOutputStream(name(asked.getLast()));
            answers = Files.newInputStream(Path.of(name(answered.getFirst())));
            ProcessSpec java = OwnJava.of(FilesInsideProgram.class, List.of());
            DetachedProcess process = launcher.detach(namespaces.insideAsSelf(new DetachedStart(
                    Path.of(java.program()),
                    java.arguments(),
                    Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C.UTF-8"),
                    Path.of("/"),
                    NOWHERE,
                    log,
                    List.of(
                            passed(asked.getFirst(), FilesInsideProgram.ASKED),
                            passed(answered.getLast(), FilesInsideProgram.ANSWERS),
                            passed(living.getFirst(), FilesInsideProgram.LIFE)))));
            done = true;
            return new InsideSession(process, life.getFirst(), ask, answers, said);
        } finally {
            open.forEach(OpenFile::close);
            // What is open stays, and goes with both.
            Files.deleteIfExists(log);
            if (!done) {
                life.forEach(OpenFile::close);
                ask.close();
                answers.close();
                said.close();
            }
        }
    }

    private static List<OpenFile> pipe(List<OpenFile> open) throws NativeException {
        List<OpenFile> pipe = OpenFile.pipe();
        open.addAll(pipe);
        return pipe;
    }

    private static String name(OpenFile file) {
        return "/proc/self/fd/" + file.number();
    }

    private static PassedDescriptor passed(OpenFile file, int number) {
        return new PassedDescriptor(file.number(), number);
    }

    /** Writes what belongs to a question. */
    @FunctionalInterface
    interface Question {
        void to(DataOutputStream out) throws IOException;
    }

    /** Asks, and waits for the answer. */
    <T> T ask(Ask what, Question question, Reading<T> reading, OutputStream data, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        put(what, question);
        return await(answer(reading, data, progress));
    }

    /** Asks to have an archive unpacked, and passes it. */
    <T> T pass(Ask what, Question question, InputStream archive, Reading<T> reading, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        put(what, question);
        CompletableFuture<T> answer = answer(reading, OutputStream.nullOutputStream(), progress);
        byte[] piece = new byte[BUFFER];
        for (int got = archive.read(piece); got >= 0 && !answer.isDone(); got = archive.read(piece)) {
            if (got > 0 && !put(piece, got)) {
                return await(answer);
            }
            progress.check();
        }
        boolean _ = put(piece, 0);
        return await(answer);
    }

    /** Answers no where nobody reads any more: the answer says why. */
    private boolean put(byte[] piece, int length) {
        try {
            ask.writeInt(length);
            ask.write(piece, 0, length);
            ask.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void put(Ask what, Question question) {
        try {
            ask.writeByte(InsideWire.QUESTION);
            InsideWire.word(ask, what);
            question.to(ask);
            ask.flush();
        } catch (IOException e) {
            // The answer, or that there is none, says why.
            LOG.debug("nobody reads what is asked: {}", e.getMessage());
        }
    }

    private <T> CompletableFuture<T> answer(Reading<T> reading, OutputStream data, Progress progress) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Thread _ = Threads.platform("files-inside", () -> {
            try {
                answer.complete(read(reading, data, progress));
            } catch (IOException | ProblemException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private <T> T await(CompletableFuture<T> answer) throws IOException, ProblemException, InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case EOFException _ -> throw new ProblemException(new ContainerProblem.NamespaceFailed(said()), e);
                case IOException why -> throw why;
                case ProblemException why -> throw why;
                case null, default -> throw new IOException(e.getCause());
            }
        } catch (InterruptedException e) {
            close();
            throw e;
        }
    }

    private <T> T read(Reading<T> reading, OutputStream data, Progress progress) throws IOException, ProblemException {
        byte[] piece = new byte[BUFFER];
        while (true) {
            switch (in.readByte()) {
                case InsideWire.DATA -> {
                    for (int left = in.readInt(); left > 0; ) {
                        int got = in.read(piece, 0, Math.min(piece.length, left));
                        if (got < 0) {
                            throw new EOFException();
                        }
                        data.write(piece, 0, got);
                        left -= got;
                    }
                }
                case InsideWire.PROGRESS -> progress.bytes(in.readLong(), in.readLong());
                case InsideWire.RESULT -> {
                    return reading.from(in);
                }
                default -> throw failure();
            }
        }
    }

    private IOException failure() throws IOException, ProblemException {
        Failure failure = InsideWire.word(in, Failure.class);
        int errno = in.readInt();
        String words = InsideWire.text(in);
        String place = InsideWire.text(in);
        return switch (failure) {
            case NATIVE -> {
                String bare = words.replaceFirst(" \\(errno \\d+\\)$", "");
                int colon = bare.lastIndexOf(": ");
                yield new NativeException(
                        colon < 0 ? "" : bare.substring(0, colon), errno, bare.substring(colon < 0 ? 0 : colon + 2));
            }
            case VIOLATION -> new LayerViolation(words);
            case GONE -> new FilePlace.Gone();
            case UNFIT -> throw new ProblemException(new VolumeProblem.MountPlaceUnfit("", place, words));
            case OTHER -> new IOException(words);
        };
    }

    /** What it said before it ended without an answer. */
    private String said() {
        try {
            return new String(said.readNBytes(BUFFER), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .findFirst()
                    .orElse("the program that works at files in it has ended");
        } catch (IOException e) {
            return WholeFile.reason(e);
        }
    }

    @Override
    public void close() {
        life.close();
        try {
            ask.close();
        } catch (IOException e) {
            LOG.debug("nobody read the end of what was asked: {}", e.getMessage());
        }
        // Whoever removes what it works at, or asks once more, must not meet it.
        boolean interrupted = false;
        for (boolean ended = false; !ended; ) {
            try {
                var _ = process.waitFor();
                ended = true;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        try {
            answers.close();
            said.close();
        } catch (IOException e) {
            LOG.debug("a pipe stays open", e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
