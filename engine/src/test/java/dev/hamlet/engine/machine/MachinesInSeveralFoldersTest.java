package dev.hamlet.engine.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.FolderChoice;
import dev.hamlet.engine.host.Folders;
import dev.hamlet.engine.host.Folders.Kind;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Machines that lie where their person chose, now and before. */
@Timeout(60)
class MachinesInSeveralFoldersTest {
    @TempDir
    Path folder;

    private TestHome home;
    private MachineStore store;
    private FolderChoice choice;

    @BeforeEach
    void open() throws Exception {
        home = new TestHome(folder);
        store = home.store();
        choice = new FolderChoice(home.paths());
    }

    @AfterEach
    void close() {
        home.close();
    }

    private Path chosen(String name) throws Exception {
        Path place = Files.createDirectories(folder.resolve(name));
        choice.choose(Kind.MACHINES, place);
        return place;
    }

    private List<String> names() throws Exception {
        return store.list().stream().map(Machine::name).toList();
    }

    @Test
    void newMachinesAreMadeInTheChosenFolderAndOldOnesStayListed() throws Exception {
        Machine old = home.machine("old");
        Path big = chosen("big");
        Machine made = home.machine("new");
        assertEquals(big, made.folder().path().getParent());
        assertEquals(home.paths().machines(), old.folder().path().getParent());
        assertEquals(List.of("new", "old"), names());
        assertEquals(2, home.otherStore().list().size(), "for another process too");
        choice.usual(Kind.MACHINES);
        assertEquals(List.of("new", "old"), names());
    }

    @Test
    void aMachineRunsAndIsChangedWhereItLies() throws Exception {
        Path big = chosen("big");
        Machine machine = home.running("web");
        chosen("another");
        Machine seen = home.otherStore().find("web");
        assertEquals(MachineState.RUNNING, seen.snapshot().state());
        assertEquals(big, seen.folder().path().getParent());
        machine.kill().await();
        assertEquals(MachineState.STOPPED, machine.snapshot().state());
    }

    @Test
    void aNameIsTakenWhateverFolderItsMachineLiesIn() throws Exception {
        home.machine("web");
        chosen("big");
        assertInstanceOf(
                MachineProblem.NameTaken.class,
                assertThrows(ProblemException.class, () -> home.machine("Web")).problem());
    }

    @Test
    void whatIsDeletedWaitsOnItsOwnDisk() throws Exception {
        Path big = chosen("big");
        Machine machine = home.machine("web");
        Deletion deletion = machine.delete().await();
        assertTrue(deletion.trash().startsWith(big), deletion.trash().toString());
        assertTrue(Files.exists(deletion.trash().resolve("machine.json")));
        assertEquals(List.of(), names());
    }

    @Test
    void aDiskThatIsUnpluggedTakesItsMachinesFromTheListAndTheyComeBackWithIt() throws Exception {
        home.machine("here");
        Path big = chosen("big");
        home.machine("there");
        Path away = Files.move(big, folder.resolve("away"));
        assertEquals(List.of("here"), names());
        assertEquals(List.of(new HostProblem.FolderAway(big, "no such file or folder")), store.problems());
        assertInstanceOf(
                HostProblem.FolderAway.class,
                assertThrows(ProblemException.class, () -> home.machine("third"))
                        .problem());
        assertFalse(Files.exists(big), "nothing is made where the disk belongs");
        Files.move(away, big);
        assertEquals(List.of("here", "there"), names());
        assertEquals(List.of(), store.problems());
    }

    @Test
    void whileAFolderIsAwayNothingIsDoneToAFileThatItsMachinesMayUse() throws Exception {
        Path disk = Files.createFile(folder.resolve("shared.img"));
        Path big = chosen("big");
        home.machine("there", machine -> machine.addDisk(new DiskSpec("disk0", disk, DiskFormat.RAW, false)));
        Files.move(big, folder.resolve("away"));
        assertInstanceOf(
                HostProblem.FolderAway.class,
                assertThrows(
                                ProblemException.class,
                                () -> store.uses().whileUnused(disk, progress -> 1, Progress.none()))
                        .problem());
    }

    @Test
    void aDiskOfAMachineInAnotherFolderIsKnownAsTaken() throws Exception {
        Path disk = Files.createFile(folder.resolve("shared.img"));
        DiskSpec spec = new DiskSpec("disk0", disk, DiskFormat.RAW, false);
        chosen("big");
        home.machine("first", machine -> machine.addDisk(spec));
        chosen("another");
        assertInstanceOf(
                MediaProblem.DiskTaken.class,
                assertThrows(ProblemException.class, () -> home.machine("second", machine -> machine.addDisk(spec)))
                        .problem());
    }

    @Test
    void aMachineThatWasCopiedToAnotherFolderIsToldAndRunsOnlyOnce() throws Exception {
        Machine machine = home.machine("web");
        Path big = chosen("big");
        Path copy = big.resolve(machine.id().value());
        copyTree(machine.folder().path(), copy);
        assertEquals(List.of("web"), names());
        assertEquals(
                List.of(new MachineProblem.MachineTwice(
                        machine.id().value(), machine.folder().path(), copy)),
                store.problems());
        MachineFiles.deleteTree(machine.folder().path());
        assertEquals(List.of("web"), names());
        assertEquals(copy, store.find("web").folder().path());
        assertEquals(List.of(), store.problems());
    }

    @Test
    void aMakingThatWasCutOffIsRemovedInEachFolder() throws Exception {
        home.machine("web");
        Path big = chosen("big");
        Path half = Files.createDirectory(HalfMade.place(big, MachineId.forName("half")));
        assertEquals(List.of("web"), names());
        assertFalse(Files.exists(half));
    }

    @Test
    void theMarkOfAFolderIsNoMachine() throws Exception {
        Path big = chosen("big");
        assertTrue(Files.exists(big.resolve(Folders.MARK)));
        assertEquals(List.of(), names());
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Files.copy(one, to.resolve(from.relativize(one).toString()));
            }
        }
    }
}
