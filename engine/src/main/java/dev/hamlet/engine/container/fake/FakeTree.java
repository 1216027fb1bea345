package dev.hamlet.engine.container.fake;

import dev.hamlet.engine.container.FileChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Files in memory, by absolute path; the folder of each is there. Safe for use by many threads. */
final class FakeTree {
    static final String TOP = "/";

    private final NavigableMap<String, FakeFile> files = new TreeMap<>();

    /** Nothing but a folder. */
    static FakeTree empty(Instant now) {
        FakeTree tree = new FakeTree();
        tree.files.put(TOP, FakeFile.folder(now));
        return tree;
    }

    /** What every image of these has. */
    static FakeTree usual(Instant now) {
        FakeTree tree = empty(now);
        for (String folder : List.of("/bin", "/dev", "/etc", "/root", "/tmp")) {
            tree.files.put(folder, FakeFile.folder(now));
        }
        tree.files.put("/bin/busybox", FakeFile.of(new byte[2048], now).with(0755, 0, 0));
        tree.files.put("/bin/ls", FakeFile.link("busybox", now));
        tree.files.put("/bin/sh", FakeFile.link("busybox", now));
        tree.files.put("/bin/sleep", FakeFile.link("busybox", now));
        tree.files.put("/dev/null", FakeFile.device(now));
        tree.files.put("/sbin", FakeFile.link("bin", now));
        tree.files.put("/etc/passwd", FakeFile.of(ascii("root:x:0:0:root:/root:/bin/sh\n"), now));
        tree.files.put("/tmp", FakeFile.folder(now).with(01777, 0, 0));
        return tree;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    synchronized FakeTree copy() {
        FakeTree copy = new FakeTree();
        copy.files.putAll(files);
        return copy;
    }

    synchronized Optional<FakeFile> at(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /** What is there gives way; a folder stays with what is in it where another one comes. */
    synchronized void put(String path, FakeFile file) {
        if (!file.isFolder()) {
            remove(path);
        }
        files.put(path, file);
    }

    /** With all that is below it. */
    synchronized void remove(String path) {
        files.remove(path);
        below(path).clear();
    }

    private NavigableMap<String, FakeFile> below(String path) {
        String prefix = path.equals(TOP) ? TOP : path + "/";
        return files.subMap(prefix, false, prefix + Character.MAX_VALUE, false);
    }

    /** What is at and below a place, as files of their own; an empty folder where there is none. */
    synchronized FakeTree from(String path, Instant now) {
        FakeTree part = empty(now);
        if (at(path).filter(FakeFile::isFolder).isPresent()) {
            below(path).forEach((file, content) -> part.files.put(file.substring(path.length()), content));
        }
        return part;
    }

    /** Length of all content in bytes. */
    synchronized long size() {
        return files.values().stream()
                .mapToLong(file -> file.content().length())
                .sum();
    }

    /** Names of what is in a folder. */
    synchronized List<String> names(String folder) {
        int skipped = folder.equals(TOP) ? 1 : folder.length() + 1;
        return below(folder).keySet().stream()
                .map(path -> path.substring(skipped))
                .filter(name -> name.indexOf('/') < 0)
                .toList();
    }

    static String child(String folder, String name) {
        return folder.equals(TOP) ? TOP + name : folder + "/" + name;
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? TOP : path.substring(0, slash);
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** In which files this differs from what it began with. */
    synchronized List<FileChange> changes(FakeTree before) {
        List<FileChange> all = new ArrayList<>();
        for (String path : files.keySet()) {
            FakeFile now = files.get(path);
            FakeFile then = before.files.get(path);
            if (then == null) {
                all.add(new FileChange(FileChange.Kind.ADDED, path));
            } else if (now != null && !path.equals(TOP) && (!now.equals(then) || hasChanges(path, before))) {
                all.add(new FileChange(FileChange.Kind.CHANGED, path));
            }
        }
        for (String path : before.files.keySet()) {
            if (!files.containsKey(path) && files.containsKey(parent(path))) {
                all.add(new FileChange(FileChange.Kind.DELETED, path));
            }
        }
        all.sort(Comparator.comparing(FileChange::path));
        return all;
    }

    private boolean hasChanges(String folder, FakeTree before) {
        return !below(folder).equals(before.below(folder));
    }
}
