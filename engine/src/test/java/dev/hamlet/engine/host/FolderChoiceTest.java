package dev.hamlet.engine.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.host.Folders.Kind;
import dev.hamlet.engine.job.ManualTime;
import dev.hamlet.engine.job.NoticedTime;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.nativebridge.FileLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders as people choose them, good and bad. */
@Timeout(60)
class FolderChoiceTest {
    @TempDir
    private Path folder = Path.of("");

    private HamletPaths paths = new HamletPaths(folder, folder, folder, folder);
    private FolderChoice choice = new FolderChoice(paths);

    @BeforeEach
    void open() throws Exception {
        folder = folder.toRealPath();
        paths = HamletPaths.of(Map.of("HAMLET_HOME", folder.resolve("home").toString()));
        choice = new FolderChoice(paths);
    }

    private Path made(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    private static Problem problemOf(org.junit.jupiter.api.function.Executable deed) {
        return assertThrows(ProblemException.class, deed).problem();
    }

    private String refusal(Kind kind, Path wanted) {
        Folders before = paths.folders();
        Problem problem = problemOf(() -> choice.choose(kind, wanted));
        assertEquals(before, paths.folders(), "the choice of before stays");
        return assertInstanceOf(HostProblem.FolderRefused.class, problem).why();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void nothingChosenIsTheUsualFolder(Kind kind) throws Exception {
        assertEquals(
                paths.data().resolve(kind == Kind.MACHINES ? "machines" : "images"),
                paths.folders().of(kind).forNew());
        assertFalse(Files.exists(paths.config()), "asking writes nothing");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatIsChosenHoldsForEveryProcessOfTheHome(Kind kind) throws Exception {
        Path big = made("big");
        choice.choose(kind, big);
        HamletPaths another =
                HamletPaths.of(Map.of("HAMLET_HOME", folder.resolve("home").toString()));
        assertEquals(big, another.folders().of(kind).forNew());
        assertEquals(big, another.folders().ready(kind));
        assertEquals(
                List.of(another.folders().of(kind).usual(), big),
                another.folders().present(kind));
        assertEquals(List.of(), another.folders().problems(kind));
    }

    @Test
    void theOneFolderThatIsMissingIsMadeForItsUserAlone() throws Exception {
        Path wanted = made("disk").resolve("machines");
        choice.choose(Kind.MACHINES, wanted);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(wanted)));
    }

    @Test
    void aDiskThatIsNotThereIsNotReplacedByAFolder() {
        Path wanted = folder.resolve("media/big/machines");
        assertInstanceOf(HostProblem.FolderAway.class, problemOf(() -> choice.choose(Kind.MACHINES, wanted)));
        assertFalse(Files.exists(folder.resolve("media")));
    }

    @Test
    void aFormerFolderStaysListedWhileSomethingLiesInIt() throws Exception {
        Path first = made("first");
        Path second = made("second");
        Path third = made("third");
        choice.choose(Kind.MACHINES, first);
        Files.createFile(Files.createDirectory(first.resolve("web-1")).resolve("machine.json"));
        choice.choose(Kind.MACHINES, second);
        choice.choose(Kind.MACHINES, third);
        assertEquals(List.of(first, third), paths.folders().machines().others());
        choice.usual(Kind.MACHINES);
        assertEquals(paths.machines(), paths.folders().machines().forNew());
        assertEquals(List.of(first), paths.folders().machines().others());
        choice.choose(Kind.MACHINES, first);
        assertEquals(
                new Places(paths.machines(), Optional.of(first), List.of()),
                paths.folders().machines());
    }

    @Test
    void theTwoKindsAreChosenApart() throws Exception {
        choice.choose(Kind.MACHINES, made("a"));
        choice.choose(Kind.IMAGES, made("b"));
        assertEquals(folder.resolve("a"), paths.folders().machines().forNew());
        assertEquals(folder.resolve("b"), paths.folders().images().forNew());
    }

    @Test
    void aChoiceWaitsForTheOneThatAnotherProcessMakesAndKeepsIt() throws Exception {
        Path big = made("big");
        Path other = made("other");
        NoticedTime time = new NoticedTime();
        FutureTask<Folders> choosing = new FutureTask<>(() -> new FolderChoice(paths, time).choose(Kind.MACHINES, big));
        try (FileLock _ = Turn.toChange(FoldersJson.file(paths), TimeSource.system())) {
            Folders before = paths.folders();
            Thread _ = Threads.virtual("another", choosing);
            assertTrue(time.awaitWaiting(), "nobody may choose meanwhile");
            Places images = new Places(paths.images(), Optional.of(other), List.of());
            FoldersJson.write(paths, new Folders(before.machines(), images, before.unread()));
        }
        choosing.get();
        assertEquals(big, paths.folders().machines().forNew());
        assertEquals(other, paths.folders().images().forNew());
    }

    @Test
    void aChoiceThatIsNeverOverIsTold() throws Exception {
        made("home/config");
        Path big = made("big");
        try (FileLock _ = Turn.toChange(FoldersJson.file(paths), TimeSource.system())) {
            FolderChoice waiting = new FolderChoice(paths, new ManualTime());
            assertInstanceOf(HostProblem.FileUnusable.class, problemOf(() -> waiting.choose(Kind.MACHINES, big)));
            assertInstanceOf(HostProblem.FileUnusable.class, problemOf(() -> waiting.usual(Kind.MACHINES)));
            assertInstanceOf(HostProblem.FileUnusable.class, problemOf(() -> waiting.forget(Kind.MACHINES, big)));
        }
        assertEquals(paths.machines(), paths.folders().machines().forNew());
    }

    @Test
    void theUsualFolderChosenByItsNameIsTheUsualOne() throws Exception {
        choice.choose(Kind.MACHINES, made("a"));
        choice.choose(Kind.MACHINES, paths.machines());
        assertEquals(Places.usual(paths.machines()), paths.folders().machines());
    }

    @Test
    void anUnpluggedDiskIsToldAndNothingIsMadeOnItsMountPoint() throws Exception {
        Path mount = made("mount");
        choice.choose(Kind.MACHINES, mount);
        Files.move(mount, folder.resolve("unplugged"));
        assertInstanceOf(
                HostProblem.FolderAway.class, problemOf(() -> paths.folders().ready(Kind.MACHINES)));
        // The mount point alone is there again: an empty folder like any other.
        made("mount");
        assertInstanceOf(
                HostProblem.FolderAway.class, problemOf(() -> paths.folders().ready(Kind.MACHINES)));
        assertEquals(List.of(paths.machines()), paths.folders().present(Kind.MACHINES));
        assertEquals(1, paths.folders().problems(Kind.MACHINES).size());
        assertEquals(List.of(), paths.folders().problems(Kind.IMAGES));
    }

    @Test
    void aFolderThatIsAwayForGoodCanBeForgotten() throws Exception {
        Path gone = made("gone");
        choice.choose(Kind.IMAGES, gone);
        Files.delete(gone.resolve(Folders.MARK));
        Files.delete(gone);
        choice.usual(Kind.IMAGES);
        assertEquals(List.of(gone), paths.folders().images().former(), "what is away may hold something");
        choice.forget(Kind.IMAGES, gone);
        assertEquals(List.of(), paths.folders().problems(Kind.IMAGES));
    }

    @Test
    void aRelativeFolderIsRefused() {
        assertEquals("it is not a whole path from /", refusal(Kind.MACHINES, Path.of("machines")));
    }

    @Test
    void aFileIsRefused() throws Exception {
        assertEquals("it is not a folder", refusal(Kind.MACHINES, Files.createFile(folder.resolve("file"))));
    }

    @ParameterizedTest
    @CsvSource({
        "home/data/images,Hamlet keeps other things there",
        "home/data/images/deep,it lies in",
        "home/data,lies in it",
        "home,lies in it",
        "home/data/trash/machines,it lies in",
        "home/data/machines/inside,it lies in"
    })
    void aFolderAmongHamletsOwnIsRefused(String name, String why) throws Exception {
        made(name);
        assertTrue(refusal(Kind.MACHINES, folder.resolve(name)).contains(why), refusal(Kind.MACHINES, made(name)));
    }

    @Test
    void aFolderBehindALinkIsKnownForWhatItIs() throws Exception {
        made("home/data/images");
        Path link = Files.createSymbolicLink(folder.resolve("link"), paths.images());
        assertEquals("Hamlet keeps other things there", refusal(Kind.MACHINES, link));
    }

    @ParameterizedTest
    @ValueSource(strings = {"web-1", "web-1/disks", "web-1/disks/deeper"})
    void aFolderOfOneMachineOrWithinIsRefusedWhereverThatLies(String name) throws Exception {
        Files.createFile(made("elsewhere/web-1").resolve("machine.json"));
        String why = refusal(Kind.IMAGES, made("elsewhere/" + name));
        assertTrue(why.contains("is the folder of one machine"), why);
    }

    @Test
    void aFolderWithOtherThingsIsRefusedAndTheyAreNamed() throws Exception {
        Files.createDirectories(made("full").resolve("photos"));
        assertEquals("other things lie there, such as photos", refusal(Kind.MACHINES, folder.resolve("full")));
    }

    @Test
    void aFolderThatHadMachinesAlreadyIsTakenWithThem() throws Exception {
        Files.createFile(made("kept/web-1").resolve("machine.json"));
        Files.createFile(folder.resolve("kept/readme.txt"));
        made("kept/.Trash-1000");
        assertEquals(
                folder.resolve("kept"),
                choice.choose(Kind.MACHINES, folder.resolve("kept")).machines().forNew());
    }

    @Test
    void aFolderThatAnyoneMayWriteToIsRefused() throws Exception {
        Path open = made("open");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertEquals("every user may write there", refusal(Kind.MACHINES, open));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"machines\": {\"new\": 7}}", "{\"images\": {\"new\": \"relative\"}}"})
    void aChoiceThatCannotBeReadIsToldAndKeptAsideByTheNext(String content) throws Exception {
        Path file = Files.writeString(made("home/config").resolve("folders.json"), content);
        Folders folders = paths.folders();
        assertEquals(paths.machines(), folders.machines().forNew());
        assertInstanceOf(
                HostProblem.FileUnusable.class, folders.problems(Kind.MACHINES).getFirst());
        choice.choose(Kind.MACHINES, made("next"));
        assertEquals(Optional.empty(), paths.folders().unread());
        assertEquals(content, Files.readString(file.resolveSibling("folders.unreadable.json")));
    }

    @ParameterizedTest
    @CsvSource({"'4k,mode=700',No space left on device", "'1m,mode=700,ro',Read-only file system"})
    void aDiskThatTakesNothingIsToldByItsReason(String mount, String why) throws Exception {
        OrdinaryUser user = new OrdinaryUser(folder);
        Path small = Files.createDirectory(
                folder.resolve("small"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        ProcessResult result = user.runOnSmallDisk(small, mount, Choosing.class, small.toString());
        assumeTrue(
                !result.errorLines().toString().contains("unshare"),
                "no file system of one's own can be mounted here: " + result.lastLine());
        assertEquals(
                why,
                result.output().strip().lines().toList().getLast(),
                result.errorLines().toString());
    }

    @Test
    void aFolderOfAnotherUserIsToldByItsReason() throws Exception {
        OrdinaryUser user = new OrdinaryUser(folder);
        Path closed = Files.createDirectory(
                folder.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        assumeTrue(dev.hamlet.nativebridge.Users.isRoot(), "only root can make a folder of another user");
        ProcessResult result = user.run(Choosing.class, closed.toString());
        assertEquals(
                "it belongs to another user",
                result.output().strip(),
                result.errorLines().toString());
    }

    /** The part in the other JVM. */
    static final class Choosing {
        private Choosing() {}

        /** Fills the folder as far as it can be, and chooses it. */
        public static void main(String[] arguments) throws Exception {
            Path wanted = Path.of(arguments[0]);
            try {
                Files.write(wanted.resolve("in-the-way"), new byte[1 << 16]);
            } catch (IOException e) {
                // Full, or not to be written: as it shall be.
            }
            Path home = Files.createTempDirectory("folder-choice");
            try {
                new FolderChoice(HamletPaths.of(Map.of("HAMLET_HOME", home.toString()))).choose(Kind.MACHINES, wanted);
                System.out.println("chosen");
            } catch (ProblemException e) {
                System.out.println(((HostProblem.FolderRefused) e.problem()).why());
            } finally {
                try (Stream<Path> all = Files.walk(home)) {
                    for (Path one :
                            all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                        Files.delete(one);
                    }
                }
            }
        }
    }
}
