package dev.hamlet.engine.container;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Joins pieces of a log to lines, each stream for itself. Belongs to one thread. */
public final class LogLines {
    /** A line is told in parts once it is longer. */
    private static final int LONGEST = 1 << 20;

    private final Map<ContainerLog.Stream, ByteArrayOutputStream> begun = new EnumMap<>(ContainerLog.Stream.class);
    private final Map<ContainerLog.Stream, Instant> since = new EnumMap<>(ContainerLog.Stream.class);

    /** The lines that these pieces end. */
    public List<ContainerLog.Piece> lines(List<ContainerLog.Piece> pieces) {
        List<ContainerLog.Piece> lines = new ArrayList<>();
        for (ContainerLog.Piece piece : pieces) {
            ByteArrayOutputStream line = begun.computeIfAbsent(piece.stream(), _ -> new ByteArrayOutputStream());
            Instant first = since.computeIfAbsent(piece.stream(), _ -> piece.time());
            line.writeBytes(piece.text());
            if (piece.ended() || line.size() >= LONGEST) {
                lines.add(new ContainerLog.Piece(first, piece.stream(), line.toByteArray(), piece.ended()));
                line.reset();
                since.remove(piece.stream());
            }
        }
        return lines;
    }

    /** Lines that were begun and have not ended yet, at most one of each stream, the one that was begun first before. */
    public List<ContainerLog.Piece> begun() {
        List<ContainerLog.Piece> lines = new ArrayList<>();
        begun.forEach((stream, line) -> {
            Instant first = since.get(stream);
            if (line.size() > 0 && first != null) {
                lines.add(new ContainerLog.Piece(first, stream, line.toByteArray(), false));
            }
        });
        lines.sort(Comparator.comparing(ContainerLog.Piece::time));
        return lines;
    }

    /** Lines that were begun and not ended, which are then forgotten. */
    public List<ContainerLog.Piece> rest() {
        List<ContainerLog.Piece> lines = new ArrayList<>();
        begun.forEach((stream, line) -> {
            Instant first = since.remove(stream);
            if (line.size() > 0 && first != null) {
                lines.add(new ContainerLog.Piece(first, stream, line.toByteArray(), false));
            }
        });
        begun.clear();
        return lines;
    }
}
