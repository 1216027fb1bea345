package dev.hamlet.app.details;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerLog;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.LogLines;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The end of what a container writes, both streams as they come, as people read it: colours and movements of a terminal are
 * left out. Safe for use by many threads.
 */
final class ContainerTail implements LogSource, AutoCloseable {
    private final ContainerEngine engine;
    private final ContainerSnapshot container;
    private final Deque<String> lines = new ArrayDeque<>();
    private LogLines joined = new LogLines();
    private @Nullable ContainerLog log;
    private long first;
    private LogText latest = LogText.NOTHING;

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
            boolean news = false;
            for (List<ContainerLog.Piece> pieces = from.readNew(); !pieces.isEmpty(); pieces = from.readNew()) {
                news = true;
                take(joined.lines(pieces));
            }
            if (news || latest.problem().isPresent()) {
                latest = new LogText(1, first, new ArrayList<>(lines), Optional.empty());
            }
        } catch (ProblemException e) {
            latest = new LogText(1, first, new ArrayList<>(lines), Optional.of(e.problem()));
        }
        return latest;
    }

    private void take(List<ContainerLog.Piece> pieces) {
        for (ContainerLog.Piece piece : pieces) {
            lines.addLast(LogTail.plain(piece.text()));
        }
        while (lines.size() > LogTail.MOST_LINES) {
            lines.removeFirst();
            first++;
        }
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
