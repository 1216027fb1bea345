package dev.hamlet.engine.container.files;

import dev.hamlet.engine.container.files.InsideWire.Ask;
import dev.hamlet.engine.container.files.InsideWire.Failure;
import dev.hamlet.engine.container.files.InsideWire.Writing;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.image.LayerViolation;
import dev.hamlet.engine.image.tar.TarViolation;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.problem.VolumeProblem;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.Signal;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works at files in a Java of its own, as root of the user namespace: {@link FilesInside} starts it and asks. It ends when
 * nobody asks any more, and at once when whoever started it has ended.
 */
final class FilesInsideProgram {
    private static final Logger LOG = LoggerFactory.getLogger(FilesInsideProgram.class);

    /** Where it is asked, where it answers, and what ends with whoever asks. */
    static final int ASKED = 3;

    static final int ANSWERS = 4;
    static final int LIFE = 5;

    private static final int BUFFER = 1 << 16;

    private final DataInputStream in;
    private final DataOutputStream out;
    private final FilesHere here = new FilesHere();
    private Optional<FirstContent> content = Optional.empty();

    private FilesInsideProgram(InputStream in, OutputStream out) {
        this.in = new DataInputStream(new BufferedInputStream(in, BUFFER));
        this.out = new DataOutputStream(new BufferedOutputStream(out, BUFFER));
    }

    /** The program. */
    public static void main(String[] words) throws IOException, InterruptedException {
        FileInputStream life = opened(LIFE);
        Thread _ = Threads.platform("life", () -> awaitEnd(life));
        try (FileInputStream asked = opened(ASKED);
                FileOutputStream answers = new FileOutputStream("/proc/self/fd/" + ANSWERS)) {
            new FilesInsideProgram(asked, answers).answer();
        }
    }

    private static FileInputStream opened(int number) throws IOException {
        return new FileInputStream("/proc/self/fd/" + number);
    }

    /** Files appear whole, so that an end at any moment leaves no half of one. */
    private static void awaitEnd(InputStream life) {
        try {
            int _ = life.read();
        } catch (IOException e) {
            // As good as an end.
        }
        Processes processes = Processes.of();
        try {
            boolean _ = processes.signal(processes.self(), Signal.KILL);
        } catch (NativeException e) {
            // Then it ends with its next word to whoever does not listen any more.
            LOG.warn("nobody waits for this any more", e);
        }
    }

    private void answer() throws IOException, InterruptedException {
        while (in.read() == InsideWire.QUESTION) {
            Ask asked = InsideWire.word(in, Ask.class);
            try {
                answer(asked);
            } catch (NativeException e) {
                fail(Failure.NATIVE, e.errno(), String.valueOf(e.getMessage()), "");
            } catch (LayerViolation | TarViolation e) {
                fail(Failure.VIOLATION, 0, String.valueOf(e.getMessage()), "");
            } catch (FilePlace.Gone e) {
                fail(Failure.GONE, 0, "", "");
            } catch (ProblemException e) {
                boolean unfit = e.problem() instanceof VolumeProblem.MountPlaceUnfit;
                fail(
                        unfit ? Failure.UNFIT : Failure.OTHER,
                        0,
                        e.problem() instanceof VolumeProblem.MountPlaceUnfit problem
                                ? problem.why()
                                : e.problem().toString(),
                        e.problem() instanceof VolumeProblem.MountPlaceUnfit problem ? problem.target() : "");
            } catch (IOException e) {
                fail(Failure.OTHER, 0, WholeFile.reason(e), "");
            }
            out.flush();
            if (asked == Ask.UNPACK) {
                // What is left of an archive that was refused is no question.
                return;
            }
        }
    }

    private void answer(Ask ask) throws IOException, ProblemException, InterruptedException {
        Progress progress = new Told();
        switch (ask) {
            case LIST -> {
                FilePlace place = InsideWire.place(in);
                OwnFiles own = InsideWire.own(in);
                result(
                        here.list(place, own, InsideWire.text(in)),
                        (to, all) -> InsideWire.list(to, all, InsideWire::file));
            }
            case CHANGES ->
                result(here.changes(InsideWire.own(in)), (to, all) -> InsideWire.list(to, all, InsideWire::change));
            case OUT -> {
                FilePlace place = InsideWire.place(in);
                String path = InsideWire.text(in);
                Path target = InsideWire.path(in);
                result(here.copyOut(place, path, target, InsideWire.copying(in), progress), InsideWire::copied);
            }
            case IN -> {
                FilePlace place = InsideWire.place(in);
                Path source = InsideWire.path(in);
                boolean contentAlone = in.readBoolean();
                String path = InsideWire.text(in);
                result(
                        here.copyIn(place, source, contentAlone, path, InsideWire.copying(in), progress),
                        InsideWire::copied);
            }
            case ARCHIVE -> {
                FilePlace place = InsideWire.place(in);
                String path = InsideWire.text(in);
                result(here.archive(place, path, new Data(), InsideWire.copying(in), progress), InsideWire::copied);
            }
            case UNPACK -> {
                FilePlace place = InsideWire.place(in);
                String path = InsideWire.text(in);
                result(here.unpack(place, new Pieces(), path, progress), InsideWire::copied);
            }
            case LAYER -> {
                here.layer(InsideWire.own(in), new Data(), progress);
                result("", InsideWire::nothing);
            }
            case CONTENT -> {
                String container = InsideWire.text(in);
                content = Optional.of(here.content(container, InsideWire.path(in), progress));
                result("", InsideWire::nothing);
            }
            case HAS -> result(content().has(InsideWire.text(in)), DataOutputStream::writeBoolean);
            case COPY -> {
                content().copy(InsideWire.text(in), InsideWire.path(in));
                result("", InsideWire::nothing);
            }
            case TAKE_PLACE -> {
                content().takePlaceOfEmpty(InsideWire.path(in), InsideWire.path(in));
                result("", InsideWire::nothing);
            }
            case MAKE_PLACES -> {
                content().makePlaces(InsideWire.list(in, InsideWire::mountPlace));
                result("", InsideWire::nothing);
            }
        }
    }

    private FirstContent content() throws IOException {
        return content.orElseThrow(() -> new IOException("no files of a container were opened"));
    }

    private <T> void result(T value, Writing<T> writing) throws IOException {
        out.writeByte(InsideWire.RESULT);
        writing.to(out, value);
    }

    private void fail(Failure failure, int errno, String words, String place) throws IOException {
        out.writeByte(InsideWire.FAILURE);
        InsideWire.word(out, failure);
        out.writeInt(errno);
        InsideWire.text(out, words);
        InsideWire.text(out, place);
    }

    /** Bytes of an archive that goes out. */
    private final class Data extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > 0) {
                out.writeByte(InsideWire.DATA);
                out.writeInt(length);
                out.write(bytes, offset, length);
            }
        }
    }

    /** An archive that comes in, in pieces that say how long they are; one of none is the end. */
    private final class Pieces extends InputStream {
        private int left;
        private boolean ended;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0 && !ended) {
                left = in.readInt();
                ended = left == 0;
            }
            if (ended) {
                return -1;
            }
            int got = in.read(bytes, offset, Math.min(length, left));
            if (got < 0) {
                throw new EOFException("the archive was cut off");
            }
            left -= got;
            return got;
        }
    }

    /** Tells how far it is, a few times for each megabyte. */
    private final class Told implements Progress {
        private static final long STEP = 1 << 18;
        private long last = -STEP;

        @Override
        public Progress part(Phrase what, double share) {
            return this;
        }

        @Override
        public void fraction(double fraction) {
            // Told by bytes.
        }

        @Override
        public void bytes(long done, long total) {
            if (done - last < STEP) {
                return;
            }
            last = done;
            try {
                out.writeByte(InsideWire.PROGRESS);
                out.writeLong(done);
                out.writeLong(total);
                out.flush();
            } catch (IOException e) {
                // Nobody listens: the next piece of work finds that out.
                last = Long.MAX_VALUE;
            }
        }
    }
}
