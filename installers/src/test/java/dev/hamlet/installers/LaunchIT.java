package dev.hamlet.installers;

import static dev.hamlet.installers.ToyTree.printed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.installers.Script.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class LaunchIT {
    @TempDir
    Path folder;

    private static final int STRANGER = 54321;

    private static boolean root() {
        return System.getProperty("user.name").equals("root");
    }

    @Test
    void argumentsFolderAndExitCodeGoThrough() throws Exception {
        ToyTree tree = ToyTree.in(folder, "tree");
        Outcome outcome = tree.hamlet("disk import", "ein Bild.iso", "*").run();
        assertEquals(3, outcome.code(), outcome::toString);
        assertEquals("disk import|ein Bild.iso|*", printed(outcome, "arguments"));
        assertEquals(tree.home().toRealPath().toString(), printed(outcome, "folder"));
    }

    @Test
    void standardOutputIsTheProgramsAlone() throws Exception {
        ToyTree tree = ToyTree.in(folder, "tree");
        Outcome first = tree.hamlet("host").run();
        assertTrue(first.out().startsWith("arguments host\n"), first::toString);
        assertTrue(first.err().contains("Building Hamlet"), first::toString);
        Outcome second = tree.hamlet("host").run();
        assertFalse(second.err().contains("Hamlet"), second::toString);
    }

    @Test
    void aStartThroughALinkFindsItsTree() throws Exception {
        ToyTree tree = ToyTree.in(folder, "tree");
        Path link = Files.createSymbolicLink(
                tree.home().resolve("hamlet"), tree.root().resolve("hamlet"));
        assertTrue(Files.exists(link));
        Outcome outcome = tree.lines("exec \"$HOME/hamlet\" host").run();
        assertRan(outcome);
    }

    @Test
    void anUnchangedTreeIsNotBuiltAgain() throws Exception {
        ToyTree tree = ToyTree.in(folder, "tree");
        tree.hamlet("host").run();
        tree.hamlet("host").run();
        assertEquals(1, tree.builds());
    }

    @Test
    void aChangedAnAddedAndARemovedSourceAreNoticed() throws Exception {
        ToyTree tree = ToyTree.in(folder, "tree");
        tree.hamlet("host").run();
        Files.writeString(tree.source(), "two\n");
        tree.hamlet("host").run();
        assertEquals(2, tree.builds(), "after a change");
        Path added = tree.source().resolveSibling("Added.java");
        Files.writeString(added, "new\n");
        tree.hamlet("host").run();
        assertEquals(3, tree.builds(), "after an addition");
        Files.delete(added);
        tree.hamlet("host").run();
        assertEquals(4, tree.builds(), "after a removal");
    }

    @Test
    void aSourceWithAnOldDateIsNoticed() throws Exception {
        ToyTree tree = ToyTree.in(folder, "tree");
        tree.hamlet("host").run();
        Files.writeString(tree.source(), "from an archive\n");
        Files.setLastModifiedTime(tree.source(), FileTime.from(Instant.EPOCH));
        tree.hamlet("host").run();
        assertEquals(2, tree.builds());
    }

    @Test
    void aSourceDatedInTheFutureIsBuiltOnce() throws Exception {
        ToyTree tree = ToyTree.in(folder, "tree");
        Files.setLastModifiedTime(tree.source(), FileTime.from(Instant.now().plus(Duration.ofDays(30))));
        tree.hamlet("host").run();
        tree.hamlet("host").run();
        assertEquals(1, tree.builds());
    }

    @Test
    void changedTestsBuildNothing() throws Exception {
        ToyTree tree = ToyTree.in(folder, "tree");
        Path test = Files.createDirectories(tree.root().resolve("app/src/test/java"))
                .resolve("ToyTest.java");
        tree.hamlet("host").run();
        Files.writeString(test, "a test\n");
        tree.hamlet("host").run();
        assertEquals(1, tree.builds());
    }

    @Test
    void aBuildThatFailsIsToldAndTheNextOneIsTried() throws Exception {
        ToyTree tree = ToyTree.in(folder, "tree");
        Files.createFile(tree.tools().resolve("fails"));
        Outcome failed = tree.hamlet("host").run();
        assertEquals(125, failed.code(), failed::toString);
        assertTrue(failed.err().contains("Something is wrong with the sources"), failed::toString);
        assertTrue(failed.err().contains("build.log"), failed::toString);
        Files.delete(tree.tools().resolve("fails"));
        assertRan(tree.hamlet("host").run());
        assertNothingHalfMade(tree);
    }

    @Test
    void startsAtTheSameTimeBuildOnce() throws Exception {
        ToyTree tree = ToyTree.in(folder, "tree");
        Callable<Outcome> start = () -> tree.hamlet("host").run();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Outcome> one : threads.invokeAll(List.of(start, start, start))) {
                assertRan(one.get());
            }
        }
        assertEquals(1, tree.builds());
        assertNothingHalfMade(tree);
    }

    @Test
    void theImageBeforeIsKeptForAProgramThatStillRunsFromIt() throws Exception {
        ToyTree tree = ToyTree.in(folder, "tree");
        for (int i = 0; i < 4; i++) {
            Files.writeString(tree.source(), "version " + i + "\n");
            tree.hamlet("host").run();
        }
        try (Stream<Path> images = Files.list(tree.root().resolve("installers/target/run"))) {
            assertEquals(2, images.filter(Files::isDirectory).count());
        }
    }

    @Test
    void startsUseTheAotCache() throws Exception {
        ToyTree tree = ToyTree.in(folder, "tree").withRealJdk();
        tree.hamlet("host").run();
        Outcome outcome = tree.hamlet("host").run();
        String options = printed(outcome, "options");
        assertTrue(options.contains("-XX:AOTCache="), options);
        String cache = options.replaceAll(".*-XX:AOTCache=([^,\\]]*).*", "$1");
        assertTrue(Files.size(Path.of(cache)) > 1_000_000, cache);
        assertTrue(options.contains("-XX:+UseSerialGC") && options.contains("-Djna.nounpack=true"), options);
    }

    @Test
    void aWindowThatCannotBeDrawnHoldsUpNoBuildAndIsNotTriedAgain() throws Exception {
        ToyTree tree = ToyTree.in(folder, "tree").withStuckWindow();
        assertRan(tree.hamlet("host").run());
        assertFalse(Files.exists(tree.image().resolve("window.aot")));
        assertTrue(Files.exists(tree.image().resolve("hamlet.aot")));
        assertNothingHalfMade(tree);
        assumeTrue(tree.stuckWindows() > 0, "this system lacks what letters are drawn with");
        tree.hamlet().with("DISPLAY", ":77").run();
        assertEquals(1, tree.stuckWindows());
    }

    @Test
    void theCacheOfTheWindowIsMadeWhenAWindowFirstOpensIfItCouldNotBeBefore() throws Exception {
        ToyTree tree = ToyTree.in(folder, "tree");
        tree.hamlet("host").run();
        Path cache = tree.image().resolve("window.aot");
        assumeTrue(Files.exists(cache), "this system lacks what letters are drawn with");
        Files.delete(cache);
        tree.hamlet("host").run();
        assertFalse(Files.exists(cache), "no command waits for it");
        Outcome window = tree.hamlet().with("DISPLAY", ":77").run();
        assertTrue(printed(window, "options").contains("window.aot"), window::toString);
        assertEquals(1, tree.builds());
        assertNothingHalfMade(tree);
    }

    @Test
    void aCacheThatIsNotWhatWasWrittenIsSaidAndMadeAnew() throws Exception {
        ToyTree tree = ToyTree.in(folder, "tree");
        tree.hamlet("host").run();
        Path cache = tree.image().resolve("hamlet.aot");
        long whole = Files.size(cache);
        Files.writeString(cache, "what a crash has left");
        Outcome outcome = tree.hamlet("host").run();
        assertRan(outcome);
        assertTrue(outcome.err().contains("made anew"), outcome::toString);
        assertEquals(whole, Files.size(cache));
        assertEquals("", tree.hamlet("host").run().err());
        assertEquals(1, tree.builds());
        assertNothingHalfMade(tree);
    }

    @Test
    void aFolderWithSpacesAndUmlautsWorksInEveryLocale() throws Exception {
        ToyTree tree = ToyTree.in(folder, "Häuser & Höfe, alle").withRealJdk();
        for (String locale : List.of("C.UTF-8", "C", "POSIX", "de_DE.ISO-8859-1")) {
            Outcome outcome = tree.hamlet("Übung.iso").with("LC_ALL", locale).run();
            assertRan(outcome);
            assertEquals("UTF-8", printed(outcome, "names"));
            assertTrue(printed(outcome, "options").contains("-XX:AOTCache="), outcome::toString);
            assertFalse(outcome.err().contains("No AOT cache"), outcome::toString);
        }
        assertEquals(1, tree.builds());
    }

    @Test
    void theUsersOwnLocaleIsHandedOnWhereItIsReplaced() throws Exception {
        ToyTree tree = ToyTree.in(folder, "tree");
        Outcome german = tree.hamlet("host").with("LC_ALL", "de_DE.ISO-8859-1").run();
        assertEquals("de_DE.ISO-8859-1", printed(german, "locale"));
        Outcome unset = tree.hamlet("host").without("LANG").run();
        assertEquals("null", printed(unset, "locale"));
        Outcome utf8 = tree.hamlet("host").run();
        assertEquals("null", printed(utf8, "locale"));
    }

    @Test
    void anUnsetHomeIsTakenFromTheUserDatabase() throws Exception {
        ToyTree tree = ToyTree.in(folder, "tree");
        Outcome outcome = tree.hamlet("host")
                .without("HOME")
                .with("HAMLET_HOME", tree.home().toString())
                .run();
        assertRan(outcome);
        assertEquals(System.getProperty("user.home"), printed(outcome, "home"));
    }

    @Test
    void aUserIdWithoutAnEntryIsRefusedWithARemedy() throws Exception {
        assumeTrue(root(), "only root can take on a user id that nobody has");
        ToyTree tree = ToyTree.in(folder, "tree");
        Outcome outcome = tree.hamlet("host")
                .through("setpriv", "--reuid=" + STRANGER, "--regid=" + STRANGER, "--clear-groups", "--")
                .run();
        assertEquals(125, outcome.code(), outcome::toString);
        assertTrue(outcome.err().contains("User id " + STRANGER + " has no entry"), outcome::toString);
        assertTrue(outcome.err().contains("Remedy: "), outcome::toString);
        assertEquals(0, tree.builds());
    }

    @Test
    void aFolderWithAColonIsRefusedWithARemedy() throws Exception {
        ToyTree tree = ToyTree.in(folder, "a:b");
        Outcome outcome = tree.hamlet("host").run();
        assertEquals(125, outcome.code(), outcome::toString);
        assertTrue(outcome.err().contains("colon"), outcome::toString);
    }

    @Test
    void withoutADisplayTheWindowIsRefusedAndTheDemoNamed() throws Exception {
        ToyTree tree = ToyTree.in(folder, "tree");
        Outcome outcome = tree.hamlet().run();
        assertEquals(125, outcome.code(), outcome::toString);
        assertTrue(outcome.err().contains("./hamlet demo"), outcome::toString);
        assertEquals(0, tree.builds(), "nothing is built to say so");
    }

    @Test
    void rootNeverWritesIntoATreeOfAnotherUser() throws Exception {
        assumeTrue(root(), "only root can write into a tree of another user");
        ToyTree tree = ToyTree.in(folder, "tree");
        give(tree.root(), "nobody");
        Outcome outcome = tree.hamlet("host").run();
        assertRan(outcome);
        assertEquals(List.of(), ToyTree.ownedBy(tree.root(), "root"));
        assertTrue(
                tree.left("folder")
                        .startsWith(tree.home().resolve(".cache/hamlet/build").toString()),
                tree.left("folder"));
        Files.writeString(tree.source(), "two\n");
        Files.delete(tree.root().resolve("app/pom.xml"));
        give(tree.root(), "nobody");
        assertRan(tree.hamlet("host").run());
        assertEquals(2, tree.builds());
        Path copy = Path.of(tree.left("folder").strip());
        assertEquals("two\n", Files.readString(copy.resolve("app/src/main/java/Toy.java")));
        assertFalse(Files.exists(copy.resolve("app/pom.xml")), "removed here is removed there");
        tree.hamlet("host").run();
        assertEquals(2, tree.builds());
    }

    @Test
    void anOrdinaryUserRunsATreeThatRootOwns() throws Exception {
        assumeTrue(root(), "only root can make a tree that root owns");
        ToyTree tree = ToyTree.in(folder, "tree");
        give(tree.home(), "nobody");
        give(tree.tools(), "nobody");
        Outcome outcome = tree.hamlet("host")
                .through("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--")
                .run();
        assertRan(outcome);
        assertFalse(Files.exists(tree.root().resolve("installers/target")));
        // Its home in the user database does not exist, so Maven is told where to keep what it downloads.
        assertTrue(tree.left("calls").contains("-Dmaven.repo.local=" + tree.home()), tree.left("calls"));
    }

    @Test
    void mavenRunsWithTheJdkThatWasFoundAndIgnoresAnOlderOneInItsSettings() throws Exception {
        ToyTree tree = ToyTree.in(folder, "tree");
        tree.hamlet("host").with("MAVEN_OPTS", "-Dmine=1").run();
        String environment = tree.left("environment");
        assertTrue(environment.contains("MAVEN_SKIP_RC=1"), environment);
        assertTrue(environment.lines().anyMatch(line -> line.startsWith("MAVEN_OPTS=") && line.endsWith(" -Dmine=1")));
        assertNotEquals(
                0,
                environment
                        .lines()
                        .filter(line -> line.startsWith("JAVA_HOME="))
                        .count());
    }

    @Test
    void anotherJdkMakesAnotherImageWithoutABuild() throws Exception {
        ToyTree tree = ToyTree.in(folder, "tree");
        tree.hamlet("host").run();
        Path other = tree.quickJdk("other", "26");
        Outcome outcome =
                tree.hamlet("host").with("JAVA_HOME", other.toString()).run();
        assertRan(outcome);
        assertEquals(other.toString(), printed(outcome, "jdk"));
        assertEquals(1, tree.builds());
        try (Stream<Path> images = Files.list(tree.root().resolve("installers/target/run"))) {
            assertEquals(2, images.filter(Files::isDirectory).count());
        }
    }

    @Test
    void theScriptItselfTakesLittle() throws Exception {
        ToyTree tree = ToyTree.in(folder, "tree");
        tree.hamlet("host").run();
        long[] times = new long[15];
        for (int i = 0; i < times.length; i++) {
            long begin = System.nanoTime();
            assertRan(tree.hamlet("host").run());
            times[i] = System.nanoTime() - begin;
        }
        assertEquals(1, tree.builds());
        Arrays.sort(times);
        long median = Duration.ofNanos(times[times.length / 2]).toMillis();
        System.out.println("The script hamlet takes " + median + " ms (median of " + times.length + ", goal 100).");
        assertTrue(median < 1000, () -> "the script took " + median + " ms");
    }

    /** The program ran with one argument; a script that broke off would end with 1 too. */
    private static void assertRan(Outcome outcome) {
        assertTrue(outcome.code() == 1 && outcome.out().startsWith("arguments "), outcome::toString);
    }

    private static void give(Path folder, String owner) throws Exception {
        Outcome outcome =
                Script.of(folder, "/bin/chown", "-R", owner, folder.toString()).run();
        assertEquals(0, outcome.code(), outcome::toString);
        if (!owner.equals("root")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static void assertNothingHalfMade(ToyTree tree) throws Exception {
        try (Stream<Path> all = Files.list(tree.root().resolve("installers/target/run"))) {
            List<String> odd = all.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(".") || name.endsWith(".new"))
                    .toList();
            assertEquals(List.of(), odd);
        }
    }
}
