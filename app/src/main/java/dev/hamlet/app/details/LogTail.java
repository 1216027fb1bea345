package dev.hamlet.app.details;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.terminal.PlainOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The end of a log that grows, may begin anew, may be huge, and may hold anything. However long it is, only its last lines
 * are kept. Safe for use by many threads.
 */
final class LogTail implements LogSource {
    /** As many lines are kept. */
    static final int MOST_LINES = 5_000;

    /** No more is read at once; what was written before that is passed over. */
    static final int MOST_BYTES = 1 << 20;

    /** The rest of a longer line is left out. */
    static final int LONGEST_LINE = 2_000;

    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;:]*m");

    private final Path file;
    private final Deque<ColouredText> lines = new ArrayDeque<>();
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private PlainOutput plain = new PlainOutput();
    private boolean cut;
    private long generation;
    private long first;
    private long position;
    private @Nullable Object key;
    private LogText latest = LogText.NOTHING;

    LogTail(Path file) {
        this.file = file;
    }

    @Override
    public Optional<Path> file() {
        return Optional.of(file);
    }

    @Override
    public synchronized LogText read() throws InterruptedException {
        try (FileChannel channel = FileChannel.open(file)) {
            Object now = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            long end = channel.size();
            if (end < position || !Objects.equals(now, key) || end - position > MOST_BYTES) {
                key = now;
                beginAt(Math.max(0, end - MOST_BYTES));
            }
            if (end > position) {
                take(read(channel, (int) (end - position)));
                latest = text(Optional.empty());
            } else if (latest.problem().isPresent() || latest.generation() != generation) {
                latest = text(Optional.empty());
            }
        } catch (ClosedByInterruptException e) {
            // Not a broken file: nobody wants to know any more.
            boolean _ = Thread.interrupted();
            throw (InterruptedException) new InterruptedException().initCause(e);
        } catch (NoSuchFileException e) {
            if (position > 0 || latest.problem().isPresent()) {
                key = null;
                beginAt(0);
                latest = text(Optional.empty());
            }
        } catch (IOException e) {
            latest = text(Optional.of(new MediaProblem.FileUnreadable(file, WholeFile.reason(e))));
        }
        return latest;
    }

    private void beginAt(long where) {
        generation++;
        position = where;
        first = 0;
        lines.clear();
        begun.reset();
        plain = new PlainOutput();
        // What is read first may be the rest of a line.
        cut = where > 0;
    }

    private byte[] read(FileChannel channel, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {
            // Until it is full, or the file was cut meanwhile.
        }
        position += buffer.position();
        byte[] all = new byte[buffer.flip().remaining()];
        buffer.get(all);
        return all;
    }

    private void take(byte[] written) {
        for (byte one : plain.of(written)) {
            if (one == '\n') {
                if (!cut) {
                    lines.addLast(line());
                }
                cut = false;
                begun.reset();
            } else if (begun.size() < 4 * LONGEST_LINE) {
                begun.write(one);
            }
        }
        while (lines.size() > MOST_LINES) {
            lines.removeFirst();
            first++;
        }
    }

    /** What has been written of the line that is not over, or of the one that is just over. */
    private ColouredText line() {
        return line(begun.toString(StandardCharsets.UTF_8));
    }

    /** A whole line of what a program wrote, as people read it, and with its colours. */
    static ColouredText line(byte[] line) {
        return line(new String(new PlainOutput().of(line), StandardCharsets.UTF_8));
    }

    private static ColouredText line(String written) {
        String plain = shown(written);
        if (written.indexOf('\u001b') < 0) {
            return ColouredText.plain(plain);
        }
        String coloured = written.endsWith("\r") ? written.substring(0, written.length() - 1) : written;
        coloured = coloured.substring(coloured.lastIndexOf('\r') + 1).replace("\b", "");
        boolean same = COLOUR.matcher(coloured).replaceAll("").equals(plain);
        return new ColouredText(plain, same ? coloured : plain);
    }

    private static String shown(String written) {
        String text = COLOUR.matcher(written).replaceAll("");
        if (text.endsWith("\r")) {
            text = text.substring(0, text.length() - 1);
        }
        // A bar of progress writes over itself: what is seen is what was written last.
        text = text.substring(text.lastIndexOf('\r') + 1).replace("\b", "");
        return text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE) + "\u2026";
    }

    private LogText text(Optional<Problem> problem) {
        List<ColouredText> all = new ArrayList<>(lines);
        if (begun.size() > 0 && !cut) {
            all.add(line());
        }
        return new LogText(generation, first, all, problem);
    }
}
