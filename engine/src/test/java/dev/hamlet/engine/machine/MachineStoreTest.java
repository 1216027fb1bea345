package dev.hamlet.engine.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.Promise;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineStoreTest {
    @TempDir
    Path folder;

    private TestHome home;
    private MachineStore store;

    @BeforeEach
    void open() throws Exception {
        home = new TestHome(folder);
        store = home.store();
    }

    @AfterEach
    void close() {
        home.close();
    }

    private static Problem problemOf(org.junit.jupiter.api.function.Executable command) {
        return assertThrows(ProblemException.class, command).problem();
    }

    private List<String> names() throws Exception {
        return store.list().stream().map(Machine::name).toList();
    }

    private List<String> files(Path place) throws IOException {
        try (Stream<Path> all = Files.list(place)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals(".names.lock"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aRunningGuestIsPromisedWhatItWasStartedWithWhateverItsSettingsSayNow() throws Exception {
        Machine web = home.machine("web", spec -> spec.memory(ByteSize.ofMebibytes(64)));
        web.start(StartOptions.CAREFUL).await();
        web.change(spec -> spec.memory(ByteSize.ofMebibytes(4096)));
        Machine other = home.machine("other");
        assertEquals(
                List.of(ByteSize.ofMebibytes(64)),
                home.store().promised(other.id()).stream().map(Promise::memory).toList());
    }

    @Test
    void aHomeWithoutMachinesIsEmptyAndStaysUntouched() throws Exception {
        assertEquals(List.of(), store.list());
        assertFalse(Files.exists(home.paths().machines()));
    }

    @Test
    void aMachineThatWasMadeIsThereForEveryProcess() throws Exception {
        home.machine("Übung, 100 %");
        assertEquals(List.of("Übung, 100 %"), names());
        assertEquals("Übung, 100 %", home.otherStore().find("übung, 100 %").name());
    }

    @Test
    void machinesAreFoundByNameByIdAndByItsBeginning() throws Exception {
        Machine web = home.machine("web server");
        assertEquals(web.id(), store.find("web server").id());
        assertEquals(web.id(), store.find("WEB SERVER").id());
        assertEquals(web.id(), store.find(web.id().value()).id());
        assertEquals(web.id(), store.find("web-server-").id());
        assertEquals(
                new MachineProblem.MachineNotFound("web srver", "web server"),
                problemOf(() -> store.find("web srver")));
    }

    @Test
    void anIdThatIsMistypedIsRecognisedAndABeginningOfSeveralNamesThem() throws Exception {
        Machine web = home.machine("My web server!");
        String id = web.id().value();
        String mistyped = "mw" + id.substring(2);
        assertEquals(new MachineProblem.MachineNotFound(mistyped, id), problemOf(() -> store.find(mistyped)));
        assertEquals(new MachineProblem.MachineNotFound("my", ""), problemOf(() -> store.find("my")));
        Machine other = home.machine("my webcam");
        assertEquals(
                new MachineProblem.MachineAmbiguous(
                        "my-web", List.of(id, other.id().value())),
                problemOf(() -> store.find("my-web")));
    }

    @Test
    void aNameIsTakenWhateverItsCaseAndAFreeOneIsSuggested() throws Exception {
        home.machine("web");
        home.machine("web 2");
        assertEquals(new MachineProblem.NameTaken("WEB", "WEB 3"), problemOf(() -> home.machine("WEB")));
        Machine other = home.machine("other");
        assertEquals(
                new MachineProblem.NameTaken("web", "web 3"),
                problemOf(() -> other.change(builder -> builder.name("web"))));
        assertEquals(List.of("other", "web", "web 2"), names());
    }

    @Test
    void ofManyThatTakeOneNameAtOnceOneWins() throws Exception {
        home.close();
        home = new TestHome(folder, TimeSource.system());
        store = home.store();
        List<String> outcomes = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            MachineStore one = i % 2 == 0 ? store : home.otherStore();
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    go.await();
                    one.create(MachineSpec.named("one").build(), (place, progress) -> {})
                            .await();
                    outcomes.add("made");
                } catch (ProblemException e) {
                    outcomes.add(e.problem().getClass().getSimpleName());
                } catch (InterruptedException e) {
                    outcomes.add("interrupted");
                }
            }));
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(1, Collections.frequency(outcomes, "made"), outcomes.toString());
        assertEquals(7, Collections.frequency(outcomes, "NameTaken"), outcomes.toString());
        assertEquals(List.of("one"), names());
        assertEquals(1, files(home.paths().machines()).size());
    }

    @Test
    void aMakingThatFailsLeavesNothing() throws Exception {
        MediaProblem why = new MediaProblem.SpaceShort(folder, 10, 5);
        assertEquals(
                why,
                problemOf(() -> store.create(MachineSpec.named("x").build(), (place, progress) -> {
                            home.write(place.disks().resolve("disk0.qcow2"), "half");
                            throw new ProblemException(why);
                        })
                        .await()));
        assertEquals(List.of(), store.list());
        assertEquals(List.of(), files(home.paths().machines()));
    }

    @Test
    void aMakingThatWasCutOffIsRemovedButNotOneThatGoesOn() throws Exception {
        Path cutOff = home.paths().machines().resolve(".new-cut-off-123456");
        Path goesOn = home.paths().machines().resolve(".new-goes-on-123456");
        Files.createDirectories(cutOff.resolve("disks"));
        Files.createDirectories(goesOn);
        try (FileLock _ = FileLock.tryAcquire(goesOn.resolve("lock")).orElseThrow()) {
            assertEquals(List.of(), store.list());
            assertEquals(List.of(".new-goes-on-123456"), files(home.paths().machines()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"format\": 99}", "not json at all", "\u0000\u0001"})
    void aMachineThatCannotBeReadIsListedWithItsProblem(String content) throws Exception {
        Machine good = home.machine("good");
        Machine broken = home.machine("broken");
        Files.writeString(broken.folder().spec(), content);
        List<Machine> all = store.list();
        assertEquals(2, all.size());
        MachineSnapshot snapshot = broken.snapshot();
        assertEquals(MachineState.UNREADABLE, snapshot.state());
        assertInstanceOf(MachineProblem.class, snapshot.notices().getFirst());
        assertEquals(
                snapshot.notices().getFirst(),
                problemOf(() -> broken.start(StartOptions.CAREFUL).await()));
        assertEquals(content, Files.readString(broken.folder().spec()));
        assertEquals(MachineState.STOPPED, good.snapshot().state());
    }

    @Test
    void aFolderWithoutItsFileIsListedAndNotHidden() throws Exception {
        Files.createDirectories(home.paths().machines().resolve("lost-123456/disks"));
        Machine lost = store.find("lost-123456");
        assertEquals(MachineState.UNREADABLE, lost.snapshot().state());
    }

    @Test
    void aFolderUnderAnotherNameThanItsMachineIsNotTakenForIt() throws Exception {
        Machine web = home.machine("web");
        Path copy = home.paths().machines().resolve("copy-123456");
        Files.createDirectories(copy);
        Files.copy(web.folder().spec(), copy.resolve("machine.json"));
        Machine other = store.find("copy-123456");
        assertEquals(MachineState.UNREADABLE, other.snapshot().state());
        assertInstanceOf(
                MachineProblem.MachineUnreadable.class,
                other.snapshot().notices().getFirst());
    }

    @Test
    void aMachineThatIsMendedByHandIsReadAgain() throws Exception {
        Machine web = home.machine("web");
        byte[] good = Files.readAllBytes(web.folder().spec());
        Files.writeString(web.folder().spec(), "{");
        web.refresh();
        assertEquals(MachineState.UNREADABLE, web.snapshot().state());
        Files.write(web.folder().spec(), good);
        web.refresh();
        assertEquals(MachineState.STOPPED, web.snapshot().state());
        assertEquals(List.of(), web.snapshot().notices());
    }

    @Test
    void deletingMovesAllToTheTrash() throws Exception {
        Machine web = home.machine("web");
        home.write(web.folder().disks().resolve("disk0.qcow2"), "precious");
        Deletion deletion = web.delete().await();
        assertEquals(List.of(), store.list());
        assertEquals("precious", Files.readString(deletion.trash().resolve("disks/disk0.qcow2")));
        assertTrue(deletion.kept().isEmpty());
    }

    @Test
    void aFileThatAnotherMachineUsesIsKeptAndNamed() throws Exception {
        Machine base = home.machine("base");
        Path disk = base.folder().disks().resolve("disk0.qcow2");
        home.write(disk, "base");
        home.write(base.folder().disks().resolve("own.qcow2"), "own");
        home.machine("user", builder -> builder.addDisk(new DiskSpec("disk0", disk, DiskFormat.QCOW2, true)));
        Deletion deletion = base.delete().await();
        assertEquals(List.of("user"), deletion.kept().get(disk));
        assertEquals("base", Files.readString(disk));
        assertTrue(Files.exists(deletion.trash().resolve("disks/own.qcow2")));
        assertEquals(List.of("user"), names());
    }

    @Test
    void aFileBelowAnotherMachinesDiskIsKeptToo() throws Exception {
        Machine base = home.machine("base");
        Path below = base.folder().disks().resolve("disk0.qcow2");
        home.write(below, "base");
        Path overlay = folder.resolve("overlay.qcow2");
        home.write(overlay, "overlay");
        home.backing(overlay, below);
        home.machine("user", builder -> builder.addDisk(new DiskSpec("disk0", overlay, DiskFormat.QCOW2, false)));
        assertEquals(List.of("user"), base.delete().await().kept().get(below));
    }

    @Test
    void aRunningMachineIsNotDeleted() throws Exception {
        Machine web = home.running("web");
        assertEquals(
                new MachineProblem.WrongState("web", "delete", "running"),
                problemOf(() -> web.delete().await()));
        assertEquals(MachineState.RUNNING, web.snapshot().state());
    }

    @Test
    void aChangeKeepsKeysOfALaterVersion() throws Exception {
        Machine web = home.machine("web");
        String json = Files.readString(web.folder().spec());
        Files.writeString(web.folder().spec(), json.replaceFirst("\\{", "{\"later\": [1, 2],"));
        web.change(builder -> builder.vcpus(3));
        assertTrue(Files.readString(web.folder().spec()).contains("\"later\""));
        assertEquals(3, home.otherStore().find("web").spec().vcpus());
    }

    @Test
    void aMachineThatAnotherProcessChangesIsBusyAndSaysWho() throws Exception {
        Machine web = home.machine("web");
        try (FileLock _ = FileLock.tryAcquire(web.folder().lock()).orElseThrow()) {
            Problem problem = problemOf(() -> web.change(builder -> builder.vcpus(2)));
            assertEquals(
                    ProcessHandle.current().pid(),
                    assertInstanceOf(MachineProblem.MachineBusy.class, problem).pid());
        }
        assertEquals(2, web.change(builder -> builder.vcpus(2)).vcpus());
    }

    @Test
    void listenersHearOfNewChangedAndGoneMachines() throws Exception {
        List<MachineEvent> heard = Collections.synchronizedList(new ArrayList<>());
        store.listen(heard::add);
        Machine web = home.machine("web");
        web.start(StartOptions.CAREFUL).await();
        web.forceOff().await();
        web.delete().await();
        store.list();
        List<MachineState> states = heard.stream()
                .filter(MachineEvent.Changed.class::isInstance)
                .map(event -> ((MachineEvent.Changed) event).snapshot().state())
                .distinct()
                .toList();
        assertEquals(
                List.of(
                        MachineState.STOPPED,
                        MachineState.STARTING,
                        MachineState.RUNNING,
                        MachineState.STOPPING,
                        MachineState.DELETED),
                states);
        assertEquals(new MachineEvent.Removed(web.id()), heard.getLast());
    }
}
