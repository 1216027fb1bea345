package dev.hamlet.engine.image;

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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Unpacks a layer into a folder of its own, as a lower folder of an overlay (OCI image specification, "Image Layer
 * Filesystem Changeset"): owners, permissions, times, attributes, devices and links as the archive has them, whiteouts as
 * overlayfs knows them. Nothing is written outside the folder whatever the archive says: every folder is entered by {@link
 * RootFolder}, every name is made anew in an open folder, and what had it before is removed, never written through. Needs
 * the right to make devices and to give files away. Used by one thread.
 */
final class LayerUnpacking implements AutoCloseable {
    private static final int EEXIST = 17;
    private static final int ENOENT = 2;
    private static final int ENOTDIR = 20;
    private static final int ELOOP = 40;
    /** The largest images have some hundred thousand; their times are held in memory. */
    private static final int MOST_FOLDERS = 500_000;

    private static final int MOST_LATE_LINKS = 100_000;

    /** Late links to late links to late links: nobody writes many, and each pass tries all. */
    private static final int MOST_LATE_PASSES = 64;

    private final RootFolder root;
    private final Below below;
    private final OverlayMarks marks;
    private final Admission admission;
    private final Attributes attributes = new Attributes();
    private final Map<EntryPath, Time> folderTimes = new LinkedHashMap<>();
    private final List<LateLink> lateLinks = new ArrayList<>();
    private Optional<Entered> entered = Optional.empty();
    private long files;

    /** When a folder last changed, which every entry in it changes. */
    private record Time(long seconds, int nanos) {}

    /** A hard link whose other name has not come yet. */
    private record LateLink(EntryPath path, EntryPath target) {}

    /** The folder that was entered last: most entries lie beside the one before. */
    private record Entered(EntryPath path, OpenFolder folder) {}

    /**
     * Unpacks into this folder, which is empty.
     *
     * @param lower the unpacked layers below, the topmost first
     */
    LayerUnpacking(Path folder, List<Path> lower, OverlayMarks marks, Admission admission) throws NativeException {
        this.root = RootFolder.open(folder);
        this.below = new Below(lower);
        this.marks = marks;
        this.admission = admission;
    }

    /**
     * Unpacks all of an archive.
     *
     * @param read how many bytes of so many were read
     * @throws LayerViolation if an entry is one that no layer may have
     * @throws IOException if the archive is damaged or the disk full
     */
    void unpack(TarReader archive, LongSupplier read, long total, Progress progress)
            throws IOException, InterruptedException {
        try (OpenFolder top = root.enter(new byte[0])) {
            OpenFolder _ = top.permit(0755);
        }
        for (TarEntry entry = archive.next(); entry != null; entry = archive.next()) {
            EntryPath path = EntryPath.of(entry.name());
            Optional<TarEntry> admitted = admission.of(entry);
            if (path.isRoot()) {
                unpackRoot(admitted.orElse(entry));
            } else if (path.last().startsWith(Whiteouts.PREFIX)) {
                hide(path);
            } else if (admitted.isPresent()) {
                put(admitted.get(), path, archive);
                files++;
            }
            progress.bytes(read.getAsLong(), total);
            progress.check();
        }
        linkLate(progress);
        setFolderTimes();
    }

    /** How many files were made. */
    long files() {
        return files;
    }

    /** Only a folder can be the root; a link of its name would lead every later entry elsewhere. */
    private void unpackRoot(TarEntry entry) throws IOException {
        if (!(entry instanceof TarEntry.Folder(Facts facts))) {
            throw new LayerViolation("the root is to become something else than a folder");
        }
        leave();
        try (OpenFolder top = root.enter(new byte[0])) {
            OpenFolder _ = top.own(facts.uid(), facts.gid()).permit(facts.permissions());
            attributes.set(facts, top::attribute);
        }
        remember(new EntryPath(List.of()), facts);
    }

    private void put(TarEntry entry, EntryPath path, TarReader archive) throws IOException {
        OpenFolder parent = enter(path.parent());
        byte[] name = path.last().bytes();
        Facts facts = entry.facts();
        switch (entry) {
            case TarEntry.RegularFile file -> putFile(parent, name, file, archive);
            case TarEntry.Folder folder -> putFolder(parent, name, path, facts);
            case TarEntry.SymbolicLink link -> {
                make(parent, name, () -> parent.makeLink(name, link.target().bytes()));
                parent.own(name, facts.uid(), facts.gid());
                attributes.set(facts, (attribute, value) -> parent.attribute(name, attribute, value));
                parent.date(name, facts.modifiedSeconds(), facts.modifiedNanos());
            }
            case TarEntry.HardLink link -> putLink(parent, path, EntryPath.of(link.target()));
            case TarEntry.Device device -> {
                // That is a whiteout to overlayfs, and none of a layer.
                if (device.block() || device.major() != 0 || device.minor() != 0) {
                    Kind kind = device.block() ? Kind.BLOCK_DEVICE : Kind.CHARACTER_DEVICE;
                    putSpecial(parent, name, facts, kind, device.major(), device.minor());
                }
            }
            case TarEntry.Pipe pipe -> putSpecial(parent, name, facts, Kind.PIPE, 0, 0);
        }
    }

    private void putFile(OpenFolder parent, byte[] name, TarEntry.RegularFile file, TarReader archive)
            throws IOException {
        NewFile[] made = new NewFile[1];
        make(parent, name, () -> made[0] = parent.create(name));
        Facts facts = file.facts();
        try (NewFile to = made[0]) {
            archive.content(to::write);
            if (endsWithHole(file)) {
                to.length(file.size());
            }
            to.own(facts.uid(), facts.gid());
            to.permit(facts.permissions());
            attributes.set(facts, to::attribute);
            to.date(facts.modifiedSeconds(), facts.modifiedNanos());
        }
    }

    private static boolean endsWithHole(TarEntry.RegularFile file) {
        if (file.pieces().isEmpty()) {
            return file.size() > 0;
        }
        TarEntry.Piece last = file.pieces().getLast();
        return last.offset() + last.length() < file.size();
    }

    private void putFolder(OpenFolder parent, byte[] name, EntryPath path, Facts facts) throws IOException {
        Optional<FileState> there = parent.state(name);
        if (there.isEmpty() || there.get().kind() != Kind.FOLDER) {
            if (there.isPresent()) {
                parent.remove(name);
            }
            parent.makeFolder(name);
            if (there.isPresent() && Whiteouts.isOne(there.get())) {
                // It came instead of what lies below, and shows nothing of that.
                parent.attribute(name, marks.opaque(), marks.yes());
            }
        }
        parent.own(name, facts.uid(), facts.gid());
        parent.permit(name, facts.permissions());
        attributes.set(facts, (attribute, value) -> parent.attribute(name, attribute, value));
        remember(path, facts);
    }

    private void putSpecial(OpenFolder parent, byte[] name, Facts facts, Kind kind, int major, int minor)
            throws IOException {
        make(parent, name, () -> parent.makeSpecial(name, kind, major, minor));
        parent.own(name, facts.uid(), facts.gid());
        parent.permit(name, facts.permissions());
        attributes.set(facts, (attribute, value) -> parent.attribute(name, attribute, value));
        parent.date(name, facts.modifiedSeconds(), facts.modifiedNanos());
    }

    private void putLink(OpenFolder parent, EntryPath path, EntryPath target) throws IOException {
        if (target.isRoot()) {
            throw new LayerViolation("a hard link to the root: " + path);
        }
        if (!path.equals(target) && !link(parent, path, target)) {
            if (lateLinks.size() == MOST_LATE_LINKS) {
                throw new LayerViolation("more than " + MOST_LATE_LINKS + " hard links before what they link to");
            }
            lateLinks.add(new LateLink(path, target));
        }
    }

    /** Answers whether the target is there. */
    private boolean link(OpenFolder parent, EntryPath path, EntryPath target) throws IOException {
        byte[] name = path.last().bytes();
        try (OpenFolder from = root.enter(target.parent().bytes())) {
            Optional<FileState> linked = from.state(target.last().bytes());
            if (linked.isEmpty() || Whiteouts.isOne(linked.get())) {
                return false;
            } else if (linked.get().kind() == Kind.FOLDER) {
                throw new LayerViolation("a hard link to a folder: " + path);
            }
            Optional<FileState> there = parent.state(name);
            if (there.isPresent()
                    && there.get().inode() == linked.get().inode()
                    && there.get().device() == linked.get().device()) {
                return true;
            }
            make(
                    parent,
                    name,
                    () -> parent.makeHardLink(name, from, target.last().bytes()));
            return true;
        } catch (NativeException e) {
            if (e.errno() == ENOENT) {
                return false;
            }
            throw e;
        }
    }

    /** Links may link to links that are late themselves. */
    private void linkLate(Progress progress) throws IOException, InterruptedException {
        List<LateLink> left = lateLinks;
        for (int pass = 0; !left.isEmpty() && pass < MOST_LATE_PASSES; pass++) {
            List<LateLink> still = new ArrayList<>();
            for (LateLink one : left) {
                progress.check();
                if (!link(enter(one.path().parent()), one.path(), one.target())) {
                    still.add(one);
                }
            }
            if (still.size() == left.size()) {
                break;
            }
            left = still;
        }
        if (!left.isEmpty()) {
            throw new LayerViolation("a hard link to what the layer does not have: "
                    + left.getFirst().path() + " to " + left.getFirst().target());
        }
    }

    /** Makes something, in place of what has the name. */
    private void make(OpenFolder parent, byte[] name, Making making) throws IOException {
        try {
            making.make();
        } catch (NativeException e) {
            if (e.errno() != EEXIST) {
                throw e;
            }
            parent.remove(name);
            making.make();
        }
    }

    @FunctionalInterface
    private interface Making {
        void make() throws NativeException;
    }

    /** Hides what lies below by this name, or all of a folder. */
    private void hide(EntryPath path) throws IOException {
        EntryPath folder = path.parent();
        Optional<EntryPath> hidden = Whiteouts.hidden(path);
        if (Whiteouts.isOpaque(path)) {
            OpenFolder in = enter(folder);
            if (below.hasFolder(folder)) {
                OpenFolder _ = in.attribute(marks.opaque(), marks.yes());
            }
        } else if (hidden.isPresent() && below.has(hidden.get())) {
            OpenFolder in = enter(folder);
            byte[] name = hidden.get().last().bytes();
            Optional<FileState> there = in.state(name);
            if (there.isEmpty()) {
                in.makeSpecial(name, Kind.CHARACTER_DEVICE, 0, 0);
            } else if (there.get().kind() == Kind.FOLDER) {
                in.attribute(name, marks.opaque(), marks.yes());
            }
        }
    }

    /** The folder at this path, made with those above it where they are missing. */
    private OpenFolder enter(EntryPath path) throws IOException {
        if (entered.isPresent() && entered.get().path().equals(path)) {
            return entered.get().folder();
        }
        leave();
        OpenFolder folder;
        try {
            folder = root.enter(path.bytes());
        } catch (NativeException e) {
            if (e.errno() != ENOENT) {
                throw e;
            }
            makeWay(path);
            folder = root.enter(path.bytes());
        }
        entered = Optional.of(new Entered(path, folder));
        return folder;
    }

    private void leave() {
        entered.ifPresent(one -> one.folder().close());
        entered = Optional.empty();
    }

    /** Folders that the layer does not speak of are as they are below, or the root's. */
    private void makeWay(EntryPath path) throws IOException {
        for (EntryPath step : path.steps()) {
            try (OpenFolder parent = root.enter(step.parent().bytes())) {
                byte[] name = step.last().bytes();
                Optional<FileState> there = parent.state(name);
                if (there.isPresent() && Whiteouts.isOne(there.get())) {
                    putFolder(parent, name, step, Facts.of("./" + step, 0755));
                } else if (there.isEmpty()) {
                    putFolder(parent, name, step, below.facts(step).orElseGet(() -> Facts.of("./" + step, 0755)));
                } else if (there.get().kind() == Kind.LINK) {
                    requireSomewhere(step);
                }
            }
        }
    }

    private void requireSomewhere(EntryPath link) throws LayerViolation {
        try {
            root.enter(link.bytes()).close();
        } catch (NativeException e) {
            throw new LayerViolation("a folder of an entry is a link to nowhere: " + link);
        }
    }

    /** At the end, since every file made in a folder changes its time. */
    private void remember(EntryPath folder, Facts facts) throws LayerViolation {
        folderTimes.put(folder, new Time(facts.modifiedSeconds(), facts.modifiedNanos()));
        if (folderTimes.size() > MOST_FOLDERS) {
            throw new LayerViolation("more than " + MOST_FOLDERS + " folders");
        }
    }

    private void setFolderTimes() throws IOException {
        leave();
        for (Map.Entry<EntryPath, Time> one : folderTimes.entrySet()) {
            EntryPath path = one.getKey();
            long seconds = one.getValue().seconds();
            int nanos = one.getValue().nanos();
            if (path.isRoot()) {
                try (OpenFolder top = root.enter(new byte[0])) {
                    OpenFolder _ = top.date(seconds, nanos);
                }
            } else {
                try (OpenFolder parent = root.enter(path.parent().bytes())) {
                    byte[] name = path.last().bytes();
                    Optional<FileState> there = parent.state(name);
                    if (there.isPresent() && there.get().kind() == Kind.FOLDER) {
                        parent.date(name, seconds, nanos);
                    }
                } catch (NativeException e) {
                    // Something in its path was replaced later in the same layer.
                    if (e.errno() != ENOENT && e.errno() != ENOTDIR && e.errno() != ELOOP) {
                        throw e;
                    }
                }
            }
        }
    }

    @Override
    public void close() {
        leave();
        below.close();
        root.close();
    }
}
