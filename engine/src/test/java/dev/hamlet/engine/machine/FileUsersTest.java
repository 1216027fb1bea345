package dev.hamlet.engine.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Which machine has which file, and that no two write to one disk. */
class FileUsersTest {
    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void open() throws Exception {
        home = new TestHome(folder);
    }

    @AfterEach
    void close() {
        home.close();
    }

    private Path file(String name) throws Exception {
        return Files.write(folder.resolve(name), new byte[1 << 20]);
    }

    private static DiskSpec disk(String id, Path file) {
        return new DiskSpec(id, file, DiskFormat.RAW, false);
    }

    private List<String> users(Path file) throws Exception {
        return home.otherStore().fileUsers().of(file);
    }

    private static Problem problemOf(Executable command) {
        return assertThrows(ProblemException.class, command).problem();
    }

    @Test
    void disksWithWhatTheyBuildOnAndCdsAndKernelsAreUsed() throws Exception {
        Path disk = file("disk");
        Path below = file("below");
        Path cd = file("cd.iso");
        Path kernel = file("vmlinuz");
        home.backing(disk, below);
        home.machine("web", spec -> spec.addDisk(disk("disk0", disk)).addCd(new CdSpec("cd0", cd)));
        home.machine("other", spec -> spec.kernel(new KernelSpec(kernel, null, "")));
        FileUsers users = home.store().fileUsers();
        assertEquals(List.of("web"), users.of(disk));
        assertEquals(List.of("web"), users.of(below));
        assertEquals(List.of("web"), users.of(cd));
        assertEquals(List.of("other"), users.of(kernel));
        assertEquals(List.of("web"), users.of(Files.createLink(folder.resolve("the same disk"), disk)));
        assertEquals(List.of(), users.of(file("nobodys")));
    }

    @Test
    void aRunningGuestHasWhatItWasStartedWithWhateverItsSettingsSayNow() throws Exception {
        Path cd = file("cd.iso");
        Machine web = home.machine("web", spec -> spec.addCd(new CdSpec("cd0", cd)));
        web.start(StartOptions.CAREFUL).await();
        home.guest(web).live(Set.of());
        web.change(spec -> spec.cds(List.of(new CdSpec("cd0", null))));
        assertEquals(List.of("web"), home.store().fileUsers().of(cd));
        web.forceOff().await();
        assertEquals(List.of(), home.store().fileUsers().of(cd));
    }

    @Test
    void aRunningGuestHasItsFilesEvenIfItsSettingsCannotBeRead() throws Exception {
        Path cd = file("cd.iso");
        Machine web = home.machine("web", spec -> spec.addCd(new CdSpec("cd0", cd)));
        web.start(StartOptions.CAREFUL).await();
        Files.writeString(web.folder().spec(), "{");
        assertEquals(List.of(web.id().value()), users(cd));
    }

    @Test
    void aDiskOfAnotherMachineIsRefusedAndItsMachineNamed() throws Exception {
        Path disk = file("disk");
        Path below = file("below");
        home.backing(disk, below);
        home.machine("web", spec -> spec.addDisk(disk("disk0", disk)));
        assertEquals(
                new MediaProblem.DiskTaken(disk, List.of("web")),
                problemOf(() -> home.machine("second", spec -> spec.addDisk(disk("disk0", disk)))));
        assertEquals(
                new MediaProblem.DiskTaken(below, List.of("web")),
                problemOf(() -> home.machine("third", spec -> spec.addDisk(disk("disk0", below)))));
        assertEquals(
                List.of("web"), home.store().list().stream().map(Machine::name).toList());
    }

    @Test
    void aDiskThatIsOnlyReadMayBeOthersToo() throws Exception {
        Path disk = file("disk");
        home.machine("web", spec -> spec.addDisk(disk("disk0", disk)));
        home.machine("reader", spec -> spec.addDisk(new DiskSpec("disk0", disk, DiskFormat.RAW, true)));
        assertEquals(List.of("reader", "web"), users(disk));
    }

    @Test
    void aMachineIsGivenNoDiskOfAnotherAndKeepsItsOwn() throws Exception {
        Path disk = file("disk");
        Path more = file("more");
        home.machine("web", spec -> spec.addDisk(disk("disk0", disk)));
        Machine other = home.machine("other", spec -> spec.addDisk(disk("disk0", more)));
        assertEquals(
                new MediaProblem.DiskTaken(disk, List.of("web")),
                problemOf(() -> other.change(spec -> spec.addDisk(disk("disk1", disk)))));
        Path free = file("free");
        other.change(spec -> spec.addDisk(disk("disk1", free)));
        assertEquals(2, other.spec().disks().size());
        assertEquals(List.of("other"), users(more));
    }

    @Test
    void theDisksOfARunningMachineStay() throws Exception {
        Path disk = file("disk");
        Machine web = home.machine("web", spec -> spec.addDisk(disk("disk0", disk)));
        web.start(StartOptions.CAREFUL).await();
        assertEquals(
                new MachineProblem.WrongState("web", "change-disks", "running"),
                problemOf(() -> web.change(spec -> spec.disks(List.of()))));
        web.change(spec -> spec.vcpus(3));
        web.forceOff().await();
        web.change(spec -> spec.disks(List.of()));
        assertEquals(List.of(), users(disk));
    }
}
