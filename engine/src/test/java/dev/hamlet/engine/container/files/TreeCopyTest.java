package dev.hamlet.engine.container.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.container.ContainerFileAccess.Copying;
import dev.hamlet.engine.image.tar.TarEntry;
import dev.hamlet.engine.image.tar.TarLimits;
import dev.hamlet.engine.image.tar.TarReader;
import dev.hamlet.engine.image.tar.TarWriter;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.nativebridge.RootFolder;
import dev.hamlet.nativebridge.Users;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code docker cp} documents (its reference page, and the rules of Unix {@code cp -a} that it names), row by row, for
 * both directions. Each side has a file {@code f} (content {@code new}), a folder {@code d} with {@code in}, a link {@code
 * lf} to the file and {@code ld} to the folder to copy from; and to copy to a file {@code tf} (content {@code old}) and a
 * folder {@code td} with {@code kept}.
 */
class TreeCopyTest {
    private static final String ERROR = "error";

    /** What comes into a container is root's there; how that is without root, the contract of containers tells. */
    private static final String GIVES = "only root gives files to root";

    /** Source, target, and what comes of it below the target's side: {@code path=content}, or an error. */
    private static final String[][] TABLE = {
        // SRC_PATH is a file
        {"f", "n", "n=new"},
        {"f", "n/", ERROR},
        {"f", "n/.", ERROR},
        {"f", "tf", "tf=new"},
        {"f", "tf/", ERROR},
        {"f", "td", "td/f=new"},
        {"f", "td/", "td/f=new"},
        {"f", "td/.", "td/f=new"},
        {"f", "td/n", "td/n=new"},
        {"f", "no/n", ERROR},
        {"f/", "n", ERROR},
        {"f/.", "n", ERROR},
        {"none", "n", ERROR},
        {"no/none", "td", ERROR},
        // SRC_PATH is a folder
        {"d", "n", "n/in=new"},
        {"d", "n/", "n/in=new"},
        {"d", "n/.", "n/in=new"},
        {"d", "tf", ERROR},
        {"d", "td", "td/d/in=new"},
        {"d", "td/", "td/d/in=new"},
        {"d", "td/.", "td/d/in=new"},
        {"d", "no/n", ERROR},
        {"d/", "n", "n/in=new"},
        {"d/", "td", "td/d/in=new"},
        // SRC_PATH ends with /.
        {"d/.", "n", "n/in=new"},
        {"d/.", "n/", "n/in=new"},
        {"d/.", "tf", ERROR},
        {"d/.", "td", "td/in=new"},
        {"d/.", "td/", "td/in=new"},
        {"d/.", "no/n", ERROR},
        // SRC_PATH is a symbolic link: itself is copied, but for one that is written as a folder
        {"lf", "n", "n->f"},
        {"ld", "n", "n->d"},
        {"ld", "td", "td/ld->d"},
        {"ld/", "td", "td/ld/in=new"},
        {"ld/.", "td", "td/in=new"},
        {"lf/", "td", ERROR},
        // and with -L what it leads to, under its name
        {"-L lf", "n", "n=new"},
        {"-L lf", "td", "td/lf=new"},
        {"-L ld", "n", "n/in=new"},
        {"-L ld", "td", "td/ld/in=new"},
        {"-L f", "td", "td/f=new"},
        // what is the target and what is in it stays, but for what has the name
        {"d/.", "td2", "td2/in=new"},
    };

    @TempDir
    private Path folder = Path.of("");

    private Path inside = folder;
    private Path outside = folder;

    @BeforeEach
    void make() throws Exception {
        inside = Files.createDirectory(folder.resolve("inside"));
        outside = Files.createDirectory(folder.resolve("outside"));
    }

    private static void sources(Path at) throws IOException {
        Files.writeString(at.resolve("f"), "new");
        Files.createDirectory(at.resolve("d"));
        Files.writeString(at.resolve("d/in"), "new");
        Files.createSymbolicLink(at.resolve("lf"), Path.of("f"));
        Files.createSymbolicLink(at.resolve("ld"), Path.of("d"));
    }

    private static void targets(Path at) throws IOException {
        Files.writeString(at.resolve("tf"), "old");
        for (String one : List.of("td", "td2")) {
            Files.createDirectory(at.resolve(one));
            Files.writeString(at.resolve(one).resolve("kept"), "old");
        }
        Files.writeString(at.resolve("td2/in"), "old");
    }

    /** All files and links, as the table has them. */
    private static Set<String> tree(Path at) throws IOException {
        Set<String> all = new TreeSet<>();
        try (Stream<Path> files = Files.walk(at)) {
            for (Path one : files.toList()) {
                String name = at.relativize(one).toString();
                if (Files.isSymbolicLink(one)) {
                    all.add(name + "->" + Files.readSymbolicLink(one));
                } else if (Files.isRegularFile(one, LinkOption.NOFOLLOW_LINKS)) {
                    all.add(name + "=" + Files.readString(one));
                }
            }
        }
        return all;
    }

    private static void clear(Path at) throws IOException {
        try (Stream<Path> files = Files.walk(at)) {
            for (Path one : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                if (!one.equals(at)) {
                    Files.delete(one);
                }
            }
        }
    }

    private static Copying how(String local, boolean followed) {
        Copying how = new Copying(false, followed);
        return local.endsWith("/") || local.endsWith("/.") ? how.ofFolder() : how;
    }

    @FunctionalInterface
    private interface Copy {
        void copy(TreeCopy copy, String source, String target, boolean followed) throws Exception;
    }

    private List<String> differences(Path from, Path to, Copy copying) throws Exception {
        List<String> wrong = new ArrayList<>();
        for (String[] row : TABLE) {
            clear(from);
            clear(to);
            sources(from);
            targets(to);
            Set<String> expected = tree(to);
            String said = "";
            boolean followed = row[0].startsWith("-L ");
            String source = followed ? row[0].substring(3) : row[0];
            try (RootFolder root = RootFolder.open(inside)) {
                copying.copy(new TreeCopy(root, Progress.none()), source, row[1], followed);
            } catch (IOException e) {
                said = ERROR + ": " + e.getMessage();
            }
            if (!row[2].equals(ERROR)) {
                String name = row[2].replaceAll("(=|->).*", "");
                expected.removeIf(one -> one.startsWith(name + "="));
                expected.add(row[2]);
            }
            Set<String> found = tree(to);
            if (!found.equals(expected) || said.isEmpty() == row[2].equals(ERROR)) {
                wrong.add(String.join(" ", row) + " gave " + found + " " + said);
            }
        }
        return wrong;
    }

    @Test
    void outOfAContainerEachCaseThatDockerDocumentsIsSo() throws Exception {
        assertEquals(
                List.of(),
                differences(
                        inside,
                        outside,
                        (copy, source, target, followed) ->
                                copy.out("/" + source, outside.resolve(target), how(target, followed))));
    }

    @Test
    void intoAContainerEachCaseThatDockerDocumentsIsSo() throws Exception {
        assumeTrue(Users.isRoot(), GIVES);
        assertEquals(
                List.of(),
                differences(
                        outside,
                        inside,
                        (copy, source, target, followed) -> copy.in(
                                outside.resolve(source), source.endsWith("/."), "/" + target, how(source, followed))));
    }

    /** What an archive is of, its names in their order. */
    private List<String> archived(String source) throws Exception {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (RootFolder root = RootFolder.open(inside)) {
            new TreeCopy(root, Progress.none()).archive(source, archive, Copying.USUAL);
        }
        List<String> names = new ArrayList<>();
        TarReader reader = new TarReader(new ByteArrayInputStream(archive.toByteArray()), TarLimits.LAYER);
        for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
            names.add(entry.facts().name().toString().replaceAll("/$", ""));
        }
        return names;
    }

    @Test
    void anArchiveIsOfAFileOrFolderUnderItsNameOrOfContent() throws Exception {
        sources(inside);
        assertEquals(List.of("f"), archived("/f"));
        assertEquals(List.of("d", "d/in"), archived("/d"));
        assertEquals(List.of("d", "d/in"), archived("d/"));
        assertEquals(List.of("in"), archived("/d/."));
        assertEquals(List.of("lf"), archived("/lf"));
    }

    @Test
    void anArchiveIsUnpackedIntoAFolderThatIsThereAndIntoNothingElse() throws Exception {
        assumeTrue(Users.isRoot(), GIVES);
        targets(inside);
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(archive);
        writer.file(TarEntry.Facts.of("a/b", 0644), "new".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        writer.finish();
        List<String> refused = new ArrayList<>();
        for (String target : List.of("/td", "/td2/", "/tf", "/none")) {
            try (RootFolder root = RootFolder.open(inside)) {
                new TreeCopy(root, Progress.none()).unpack(new ByteArrayInputStream(archive.toByteArray()), target);
            } catch (IOException e) {
                refused.add(target);
            }
        }
        assertEquals(List.of("/tf", "/none"), refused);
        assertEquals("new", Files.readString(inside.resolve("td/a/b")));
        assertEquals("new", Files.readString(inside.resolve("td2/a/b")));
        assertEquals("old", Files.readString(inside.resolve("tf")));
        assertEquals(false, Files.exists(inside.resolve("none")));
    }
}
