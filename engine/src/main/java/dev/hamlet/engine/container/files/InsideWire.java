package dev.hamlet.engine.container.files;

import dev.hamlet.engine.container.ContainerFile;
import dev.hamlet.engine.container.ContainerFileAccess.Copied;
import dev.hamlet.engine.container.ContainerFileAccess.Copying;
import dev.hamlet.engine.container.FileChange;
import dev.hamlet.engine.image.EntryPath;
import dev.hamlet.engine.image.tar.ByteText;
import dev.hamlet.nativebridge.MountView;
import dev.hamlet.nativebridge.Mounts;
import dev.hamlet.nativebridge.ProcessIdentity;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How {@link FilesInside} and {@link FilesInsideProgram} write down what they tell each other, by two pipes: one asks by an
 * {@link Ask} and what that needs, the other answers by any number of {@link #DATA} and {@link #PROGRESS}, and one {@link
 * #RESULT} or {@link #FAILURE}. Both are of one build.
 */
final class InsideWire {
    /** Bytes of an archive: how many, and they. */
    static final int DATA = 1;
    /** Bytes done, and in all. */
    static final int PROGRESS = 2;
    /** What was asked for. */
    static final int RESULT = 3;
    /** Why not: a {@link Failure}, a number and words. */
    static final int FAILURE = 4;

    /** Before each question: whoever sees the end instead is asked no more. */
    static final int QUESTION = 5;

    private static final int LONGEST = 1 << 24;

    private InsideWire() {}

    /** What is asked. */
    enum Ask {
        LIST,
        CHANGES,
        OUT,
        IN,
        ARCHIVE,
        UNPACK,
        LAYER,
        CONTENT,
        HAS,
        COPY,
        TAKE_PLACE,
        MAKE_PLACES
    }

    /** What went wrong. */
    enum Failure {
        /** A call of the system, by its error number. */
        NATIVE,
        /** An archive, or a place of a file, that is none. */
        VIOLATION,
        /** The container has ended. */
        GONE,
        /** Something cannot be mounted there: the place, and why. */
        UNFIT,
        /** Reading or writing. */
        OTHER
    }

    /** Something that is written down. */
    @FunctionalInterface
    interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    /** The other way. */
    @FunctionalInterface
    interface Writing<T> {
        void to(DataOutputStream out, T value) throws IOException;
    }

    static void text(DataOutputStream out, String text) throws IOException {
        bytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > LONGEST) {
            throw new IOException("no length: " + length);
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    static void word(DataOutputStream out, Enum<?> word) throws IOException {
        text(out, word.name());
    }

    static <E extends Enum<E>> E word(DataInputStream in, Class<E> type) throws IOException {
        return Enum.valueOf(type, text(in));
    }

    static void path(DataOutputStream out, Path path) throws IOException {
        text(out, path.toString());
    }

    static Path path(DataInputStream in) throws IOException {
        return Path.of(text(in));
    }

    static <T> void list(DataOutputStream out, List<T> list, Writing<T> writing) throws IOException {
        out.writeInt(list.size());
        for (T one : list) {
            writing.to(out, one);
        }
    }

    static <T> List<T> list(DataInputStream in, Reading<T> reading) throws IOException {
        int count = in.readInt();
        List<T> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(reading.from(in));
        }
        return list;
    }

    static void place(DataOutputStream out, FilePlace place) throws IOException {
        switch (place) {
            case FilePlace.Live(ProcessIdentity process) -> {
                out.writeBoolean(true);
                out.writeLong(process.pid());
                out.writeLong(process.startTime());
                text(out, process.bootId());
            }
            case FilePlace.Laid(Mounts.Overlay overlay, Path on, List<MountView.Bind> binds) -> {
                out.writeBoolean(false);
                list(out, overlay.lower(), InsideWire::path);
                path(out, overlay.upper());
                path(out, overlay.work());
                out.writeBoolean(overlay.userAttributes());
                path(out, on);
                list(out, binds, (to, bind) -> {
                    path(to, bind.source());
                    text(to, bind.target());
                    to.writeBoolean(bind.readOnly());
                });
            }
        }
    }

    static FilePlace place(DataInputStream in) throws IOException {
        if (in.readBoolean()) {
            return new FilePlace.Live(new ProcessIdentity(in.readLong(), in.readLong(), text(in)));
        }
        Mounts.Overlay overlay = new Mounts.Overlay(list(in, InsideWire::path), path(in), path(in), in.readBoolean());
        return new FilePlace.Laid(
                overlay, path(in), list(in, from -> new MountView.Bind(path(from), text(from), from.readBoolean())));
    }

    static void own(DataOutputStream out, OwnFiles own) throws IOException {
        path(out, own.upper());
        list(out, own.lower(), InsideWire::path);
        list(out, List.copyOf(own.mounted()), (to, one) -> bytes(to, one.bytes()));
    }

    static OwnFiles own(DataInputStream in) throws IOException {
        Path upper = path(in);
        List<Path> lower = list(in, InsideWire::path);
        Set<EntryPath> mounted = new HashSet<>(list(in, from -> EntryPath.of(ByteText.of(bytes(from)))));
        return new OwnFiles(upper, lower, mounted);
    }

    static void copying(DataOutputStream out, Copying how) throws IOException {
        out.writeBoolean(how.ownersKept());
        out.writeBoolean(how.followed());
        out.writeBoolean(how.folderMeant());
    }

    static Copying copying(DataInputStream in) throws IOException {
        return new Copying(in.readBoolean(), in.readBoolean(), in.readBoolean());
    }

    static void copied(DataOutputStream out, Copied copied) throws IOException {
        out.writeLong(copied.files());
        out.writeLong(copied.bytes());
    }

    static Copied copied(DataInputStream in) throws IOException {
        return new Copied(in.readLong(), in.readLong());
    }

    static void change(DataOutputStream out, FileChange change) throws IOException {
        word(out, change.kind());
        text(out, change.path());
    }

    static FileChange change(DataInputStream in) throws IOException {
        return new FileChange(word(in, FileChange.Kind.class), text(in));
    }

    static void file(DataOutputStream out, ContainerFile file) throws IOException {
        text(out, file.name());
        word(out, file.kind());
        out.writeLong(file.size());
        out.writeInt(file.permissions());
        out.writeLong(file.uid());
        out.writeLong(file.gid());
        text(out, file.modified().toString());
        text(out, file.target());
        text(out, file.change().map(Enum::name).orElse(""));
        out.writeBoolean(file.mounted());
    }

    static ContainerFile file(DataInputStream in) throws IOException {
        return new ContainerFile(
                text(in),
                word(in, ContainerFile.Kind.class),
                in.readLong(),
                in.readInt(),
                in.readLong(),
                in.readLong(),
                Instant.parse(text(in)),
                text(in),
                Optional.of(text(in)).filter(word -> !word.isEmpty()).map(FileChange.Kind::valueOf),
                in.readBoolean());
    }

    static void mountPlace(DataOutputStream out, FirstContent.Place place) throws IOException {
        text(out, place.target());
        out.writeBoolean(place.file());
        out.writeInt(place.permissions());
    }

    static FirstContent.Place mountPlace(DataInputStream in) throws IOException {
        return new FirstContent.Place(text(in), in.readBoolean(), in.readInt());
    }

    /** Everything has been said. */
    static void nothing(DataOutputStream out, Object nothing) {
        // What is asked for is done, and says nothing.
    }
}
