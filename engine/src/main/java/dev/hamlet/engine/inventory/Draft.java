package dev.hamlet.engine.inventory;

import dev.hamlet.engine.machine.FileUse;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.media.DiskHeader;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.nativebridge.FileSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@link KnownImage} in the making. Used by one thread. */
final class Draft {
    private final Path file;
    private final KnownImage.Place place;
    private final List<FileUse> uses = new ArrayList<>();
    private String name;
    private KnownImage.Kind kind;
    private @Nullable DiskFormat format;
    private long virtualBytes = -1;
    private @Nullable Path base;
    private @Nullable String digest;
    private @Nullable Instant arrived;
    private @Nullable Problem problem;

    Draft(Path file, String name, KnownImage.Kind kind, KnownImage.Place place) {
        this.file = file;
        this.name = name;
        this.kind = kind;
        this.place = place;
    }

    Path file() {
        return file;
    }

    KnownImage.Kind kind() {
        return kind;
    }

    @Nullable
    DiskFormat format() {
        return format;
    }

    long virtualBytes() {
        return virtualBytes;
    }

    void usedBy(FileUse use) {
        uses.add(use);
    }

    boolean isFailed() {
        return problem != null;
    }

    void failed(Problem why) {
        problem = why;
    }

    void recorded(DiskFormat as) {
        format = as;
    }

    /** It lies in the library. */
    void kept(@Nullable String withDigest, Instant since) {
        digest = withDigest;
        arrived = since;
    }

    void disk(DiskHeader header, @Nullable Path buildsOn) {
        kind = KnownImage.Kind.DISK;
        format = header.format();
        virtualBytes = header.virtualBytes();
        base = buildsOn;
    }

    void virtualBytes(long bytes) {
        virtualBytes = bytes;
    }

    KnownImage finish(Map<Path, ImageCheck> checks) {
        Instant changed = Instant.EPOCH;
        ImageCheck check = null;
        long actual = -1;
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            changed = ImageChecks.changed(now);
            actual = now.isRegularFile() ? FileSpace.allocated(file) : -1;
            check = ImageChecks.of(checks, file, now).orElse(null);
            if (check == null && digest != null && arrived != null && !changed.isAfter(arrived)) {
                // Its digest was taken, or proven, as it came; since then nobody has written to it.
                check = new ImageCheck(arrived, ImageCheck.Verdict.VERIFIED, now.size(), changed);
            }
        } catch (IOException e) {
            // It is gone or cannot be read, which the problem tells.
        }
        return new KnownImage(
                file, name, kind, place, format, virtualBytes, actual, base, uses, digest, check, changed, problem);
    }
}
