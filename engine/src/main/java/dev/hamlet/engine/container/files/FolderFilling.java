package dev.hamlet.engine.container.files;

import dev.hamlet.engine.container.ContainerFileAccess.Copied;
import dev.hamlet.engine.image.EntryPath;
import dev.hamlet.engine.image.LayerViolation;
import dev.hamlet.engine.image.tar.ByteText;
import dev.hamlet.engine.image.tar.TarEntry;
import dev.hamlet.engine.image.tar.TarEntry.Facts;
import dev.hamlet.engine.image.tar.TarReader;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.nativebridge.FileState;
import dev.hamlet.nativebridge.FileState.Kind;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.NewFile;
import dev.hamlet.nativebridge.OpenFolder;
import dev.hamlet.nativebridge.RootFolder;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a tree of entries into a folder below a root that is never left. Links that are there already are followed on the
 * way, within the root; what has a file's own name is replaced and never written through, and each file appears whole. A
 * folder that is there stays with what is in it. Used by one thread; {@link #finish} ends it.
 */
public final class FolderFilling implements EntrySink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FolderFilling.class);
    private static final int EPERM = 1;
    private static final int ENOENT = 2;
    private static final int EEXIST = 17;
    private static final int EOPNOTSUPP = 95;
    private static final int BUFFER = 1 << 16;

    private static final int LENT_RIGHTS = 06000;
    private static final int ALL = 07777;

    private final RootFolder root;
    private final EntryPath base;
    private final Owners owners;
    private final byte[] buffer = new byte[BUFFER];
    private final SequencedMap<EntryPath, Facts> folders = new LinkedHashMap<>();
    private Optional<Entered> entered = Optional.empty();

    /** The folder that was entered last: most entries lie beside the one before. */
    private record Entered(EntryPath path, OpenFolder folder) {}

    /**
     * Fills a folder.
     *
     * @param root is not closed
     * @param base the folder in it
     */
    public FolderFilling(RootFolder root, EntryPath base, Owners owners) {
        this.root = root;
        this.base = base;
        this.owners = owners;
    }

    /** Where a file's content comes from. */
    @FunctionalInterface
    private interface Content {
        void into(NewFile made) throws IOException;
    }

    @Override
    public void take(TarEntry entry, InputStream content) throws IOException {
        put(entry, made -> copy(content, made));
    }

    /** Unpacks all of an archive. */
    public Copied unpack(TarReader archive, Progress progress) throws IOException, InterruptedException {
        long files = 0;
        long bytes = 0;
        for (TarEntry entry = archive.next(); entry != null; entry = archive.next()) {
            try {
                put(
                        entry,
                        made -> archive.content((position, content, length) -> {
                            Interruption.check(progress);
                            made.write(position, content, length);
                        }));
            } catch (Interruption e) {
                throw e.interruption();
            }
            files++;
            bytes += entry instanceof TarEntry.RegularFile file ? file.size() : 0;
            progress.bytes(bytes, -1);
            progress.check();
        }
        return new Copied(files, bytes);
    }

    private void put(TarEntry entry, Content content) throws IOException {
        EntryPath path = EntryPath.of(entry.name());
        if (path.isRoot()) {
            if (entry instanceof TarEntry.Folder) {
                folders.put(path, entry.facts());
            }
            return;
        }
        OpenFolder parent = enter(path.parent());
        byte[] name = path.last().bytes();
        Facts facts = entry.facts();
        switch (entry) {
            case TarEntry.RegularFile file -> file(parent, name, facts, file.size(), content);
            case TarEntry.Folder folder -> folder(parent, name, path, facts);
            case TarEntry.SymbolicLink link -> {
                make(parent, name, () -> parent.makeLink(name, link.target().bytes()));
                own(facts, (uid, gid) -> parent.own(name, uid, gid));
                parent.date(name, facts.modifiedSeconds(), facts.modifiedNanos());
            }
            case TarEntry.HardLink link -> link(parent, name, EntryPath.of(link.target()));
            case TarEntry.Device device -> {
                if (!owners.kept() || !device(parent, name, device)) {
                    LOG.info("the device {} is left out", facts.name());
                }
            }
            case TarEntry.Pipe pipe -> special(parent, name, facts, Kind.PIPE, 0, 0);
        }
    }

    private void copy(InputStream content, NewFile made) throws IOException {
        long position = 0;
        for (int got = content.read(buffer); got >= 0; got = content.read(buffer)) {
            if (!isBlank(got)) {
                made.write(position, buffer, got);
            }
            position += got;
        }
    }

    private void file(OpenFolder parent, byte[] name, Facts facts, long size, Content content) throws IOException {
        try (NewFile made = parent.begin()) {
            content.into(made);
            made.length(size);
            own(facts, made::own);
            made.permit(permissions(facts));
            attributes(facts, made::attribute);
            made.date(facts.modifiedSeconds(), facts.modifiedNanos());
            requireNoFolder(parent, name, facts);
            made.appear(name);
        }
    }

    /** What is all zeros becomes a hole. */
    private boolean isBlank(int length) {
        for (int i = 0; i < length; i++) {
            if (buffer[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private void folder(OpenFolder parent, byte[] name, EntryPath path, Facts facts) throws IOException {
        Optional<FileState> there = parent.state(name);
        if (there.isPresent() && there.get().kind() == Kind.LINK) {
            // As with Docker, a link to a folder is as good as that.
            try (OpenFolder _ = root.enter(at(path).bytes())) {
                return;
            }
        }
        if (there.isPresent() && there.get().kind() != Kind.FOLDER) {
            throw new LayerViolation("a folder cannot take the place of a file: " + facts.name());
        }
        if (there.isEmpty()) {
            parent.makeFolder(name);
            own(facts, (uid, gid) -> parent.own(name, uid, gid));
            parent.permit(name, permissions(facts));
            attributes(facts, (attribute, value) -> parent.attribute(name, attribute, value));
            folders.put(path, facts);
        }
    }

    private void link(OpenFolder parent, byte[] name, EntryPath target) throws IOException {
        try (OpenFolder from = root.enter(at(target.parent()).bytes())) {
            make(
                    parent,
                    name,
                    () -> parent.makeHardLink(name, from, target.last().bytes()));
        }
    }

    private void special(OpenFolder parent, byte[] name, Facts facts, Kind kind, int major, int minor)
            throws IOException {
        make(parent, name, () -> parent.makeSpecial(name, kind, major, minor));
        own(facts, (uid, gid) -> parent.own(name, uid, gid));
        parent.permit(name, permissions(facts));
        parent.date(name, facts.modifiedSeconds(), facts.modifiedNanos());
    }

    /** Answers no in a user namespace, where nobody makes devices. */
    private boolean device(OpenFolder parent, byte[] name, TarEntry.Device device) throws IOException {
        Kind kind = device.block() ? Kind.BLOCK_DEVICE : Kind.CHARACTER_DEVICE;
        try {
            special(parent, name, device.facts(), kind, device.major(), device.minor());
            return true;
        } catch (NativeException e) {
            if (e.errno() != EPERM) {
                throw e;
            }
            return false;
        }
    }

    @FunctionalInterface
    private interface Making {
        void make() throws NativeException;
    }

    /** Makes something, in place of what has the name. */
    private static void make(OpenFolder parent, byte[] name, Making making) throws IOException {
        try {
            making.make();
        } catch (NativeException e) {
            if (e.errno() != EEXIST) {
                throw e;
            }
            requireNoFolder(parent, name, Facts.of(ByteText.of(name).toString(), 0));
            parent.remove(name);
            making.make();
        }
    }

    private static void requireNoFolder(OpenFolder parent, byte[] name, Facts facts) throws IOException {
        Optional<FileState> there = parent.state(name);
        if (there.isPresent() && there.get().kind() == Kind.FOLDER) {
            throw new LayerViolation("a file cannot take the place of a folder: " + facts.name());
        }
    }

    @FunctionalInterface
    private interface Owning {
        void own(long uid, long gid) throws NativeException;
    }

    private void own(Facts facts, Owning owning) throws NativeException {
        owning.own(owners.kept() ? facts.uid() : owners.uid(), owners.kept() ? facts.gid() : owners.gid());
    }

    private int permissions(Facts facts) {
        return facts.permissions() & (owners.kept() ? ALL : ALL & ~LENT_RIGHTS);
    }

    @FunctionalInterface
    private interface Noting {
        void note(byte[] attribute, byte[] value) throws NativeException;
    }

    private void attributes(Facts facts, Noting noting) throws NativeException {
        if (!owners.kept()) {
            return;
        }
        for (Map.Entry<ByteText, ByteText> one : facts.attributes().entrySet()) {
            if (one.getKey().startsWith("trusted.overlay.") || one.getKey().startsWith("user.overlay.")) {
                continue;
            }
            try {
                noting.note(one.getKey().bytes(), one.getValue().bytes());
            } catch (NativeException e) {
                // Those for the kernel's own use are not for a user namespace to set.
                boolean kernels =
                        one.getKey().startsWith("trusted.") || one.getKey().startsWith("security.");
                if (e.errno() != EOPNOTSUPP && !(kernels && e.errno() == EPERM)) {
                    throw e;
                }
                LOG.info("the file system takes no attribute {} of {}", one.getKey(), facts.name());
            }
        }
    }

    private EntryPath at(EntryPath path) {
        List<ByteText> names = new ArrayList<>(base.names());
        names.addAll(path.names());
        return new EntryPath(names);
    }

    /** The folder at this path; those that an archive does not speak of are made. */
    private OpenFolder enter(EntryPath path) throws IOException {
        if (entered.isPresent() && entered.get().path().equals(path)) {
            return entered.get().folder();
        }
        leave();
        OpenFolder folder;
        try {
            folder = root.enter(at(path).bytes());
        } catch (NativeException e) {
            if (e.errno() != ENOENT) {
                throw e;
            }
            makeWay(path);
            folder = root.enter(at(path).bytes());
        }
        entered = Optional.of(new Entered(path, folder));
        return folder;
    }

    private void makeWay(EntryPath path) throws IOException {
        for (EntryPath step : path.steps()) {
            try (OpenFolder parent = root.enter(at(step.parent()).bytes())) {
                byte[] name = step.last().bytes();
                if (parent.state(name).isEmpty()) {
                    parent.makeFolder(name);
                    own(Facts.of(step.toString(), 0755), (uid, gid) -> parent.own(name, uid, gid));
                    parent.permit(name, 0755);
                }
            }
        }
    }

    private void leave() {
        entered.ifPresent(one -> one.folder().close());
        entered = Optional.empty();
    }

    /** Gives folders that were made their times, which every file in them changes. */
    public void finish() throws IOException {
        leave();
        for (Map.Entry<EntryPath, Facts> one : folders.sequencedEntrySet().reversed()) {
            EntryPath path = one.getKey();
            Facts facts = one.getValue();
            if (!path.isRoot()) {
                try (OpenFolder parent = root.enter(at(path.parent()).bytes())) {
                    parent.date(path.last().bytes(), facts.modifiedSeconds(), facts.modifiedNanos());
                }
            }
        }
    }

    @Override
    public void close() {
        leave();
    }
}
