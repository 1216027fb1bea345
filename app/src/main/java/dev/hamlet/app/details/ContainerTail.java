package dev.hamlet.app.details;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerLog;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.LogLines;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The end of what a container writes, both streams as they come, as people read it: movements of a terminal are left out.
 * Safe for use by many threads.
 */
final class ContainerTail implements LogSource, AutoCloseable {
    /** So often is read at one look: as much as may be unread at its beginning, and some of what is written meanwhile. */
    private static final int MOST_READS = 8;

    private final ContainerEngine engine;
    private final ContainerSnapshot container;
    private final Deque<LogLine> lines = new ArrayDeque<>();
    /** Streams whose next line, or part of one, is not the beginning of one. */
    private final Set<ContainerLog.Stream> goesOn = EnumSet.noneOf(ContainerLog.Stream.class);

    private LogLines joined = new LogLines();
    private @Nullable ContainerLog log;
    private long generation = 1;
    private long first;
    private LogText latest = LogText.NOTHING;
    private List<LogLine> latestLines = List.of();

    ContainerTail(ContainerEngine engine, ContainerSnapshot container) {
        this.engine = engine;
        this.container = container;
    }

    @Override
    public Optional<Path> file() {
        return Optional.empty();
    }

    @Override
    public synchronized LogText read() throws InterruptedException {
        try {
            ContainerLog from = log == null ? engine.log(container.id().value()) : log;
            log = from;
            boolean news = from.passOver(LogTail.MOST_BYTES);
            if (news) {
                generation++;
                first = 0;
                lines.clear();
                joined = new LogLines();
                goesOn.clear();
                goesOn.addAll(from.within());
            }
            // A program that writes faster than this reads has no end that could be waited for.
            for (int i = 0; i < MOST_READS; i++) {
                List<ContainerLog.Piece> pieces = from.readNew();
                if (pieces.isEmpty()) {
                    break;
                }
                news = true;
                take(joined.lines(pieces));
            }
            if (news || latest.problem().isPresent()) {
                latest = text(Optional.empty());
            }
        } catch (ProblemException e) {
            latest = text(Optional.of(e.problem()));
        }
        return latest;
    }

    private LogText text(Optional<Problem> problem) {
        List<LogLine> all = new ArrayList<>(lines);
        // Such as a prompt, or a bar that grows: a person wants to see it before its line is over.
        joined.begun().forEach(piece -> all.add(shown(piece)));
        latestLines = List.copyOf(all);
        return new LogText(generation, first, all.stream().map(LogLine::words).toList(), problem);
    }

    /** The same lines with their times, as of the last {@link #read}. */
    synchronized List<LogLine> lines() {
        return latestLines;
    }

    private void take(List<ContainerLog.Piece> pieces) {
        // Those that would be let go of at once are not read as text.
        int seen = Math.max(0, pieces.size() - LogTail.MOST_LINES);
        if (seen > 0) {
            first += seen + lines.size();
            lines.clear();
        }
        pieces.subList(0, seen).forEach(this::over);
        for (ContainerLog.Piece piece : pieces.subList(seen, pieces.size())) {
            lines.addLast(shown(piece));
            over(piece);
        }
        while (lines.size() > LogTail.MOST_LINES) {
            lines.removeFirst();
            first++;
        }
    }

    /** A line whose beginning is not there is marked so. */
    private LogLine shown(ContainerLog.Piece piece) {
        ColouredText words = LogTail.line(piece.text());
        return new LogLine(piece.time(), goesOn.contains(piece.stream()) ? words.after("…") : words);
    }

    private void over(ContainerLog.Piece piece) {
        boolean _ = piece.ended() ? goesOn.remove(piece.stream()) : goesOn.add(piece.stream());
    }

    @Override
    public synchronized void close() {
        ContainerLog open = log;
        log = null;
        joined = new LogLines();
        if (open != null) {
            open.close();
        }
    }
}
