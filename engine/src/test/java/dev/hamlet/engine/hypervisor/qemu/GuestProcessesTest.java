package dev.hamlet.engine.hypervisor.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.nativebridge.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of processes that may be a machine's guest, where not all of them can be read. */
class GuestProcessesTest {
    @TempDir
    private Path place = Path.of("");

    private MachineFolder folder = new MachineFolder(Path.of(""));
    private Path proc = Path.of("");

    @BeforeEach
    void make() throws Exception {
        folder = new MachineFolder(place.toRealPath().resolve("machine"));
        Files.createDirectories(folder.run());
        proc = Files.createDirectory(place.resolve("proc"));
        Files.createDirectory(proc.resolve("self"));
    }

    /** This process as it would look if it were the guest. */
    private Path process(long pid, String commandLine) throws IOException {
        Path process = Files.createDirectory(proc.resolve(Long.toString(pid)));
        Files.createSymbolicLink(process.resolve("cwd"), folder.run());
        Files.writeString(process.resolve("cmdline"), commandLine);
        return process;
    }

    private static long own() {
        return ProcessHandle.current().pid();
    }

    private String guest() {
        return "qemu\0-name\0guest=" + folder.path().getFileName() + ",debug-threads=on\0";
    }

    @Test
    void theGuestIsTheProcessInTheRunFolderThatIsCalledSo() throws Exception {
        process(own(), guest());
        assertEquals(Optional.of(Processes.of().self()), GuestProcesses.find(proc, folder));
    }

    @Test
    void anotherProcessInTheRunFolderIsNoGuest() throws Exception {
        process(own(), "sleep\0001\0");
        assertEquals(Optional.empty(), GuestProcesses.find(proc, folder));
    }

    @Test
    void whatHasEndedMeanwhileIsNoGuest() throws Exception {
        Files.createDirectory(proc.resolve("11"));
        Files.delete(process(12, guest()).resolve("cmdline"));
        process(4194304L + own(), guest());
        assertEquals(Optional.empty(), GuestProcesses.find(proc, folder));
    }

    @Test
    void withoutARunFolderThereIsNoGuest() throws Exception {
        process(own(), guest());
        Files.delete(folder.run());
        assertEquals(Optional.empty(), GuestProcesses.find(proc, folder));
    }

    @Test
    void aCommandLineThatCannotBeReadTellsNothingOfTheGuest() throws Exception {
        Path process = process(own(), guest());
        Files.delete(process.resolve("cmdline"));
        // Reading it fails, and not since it is not there: as with too many open files.
        Files.createDirectory(process.resolve("cmdline"));
        assertThrows(IOException.class, () -> GuestProcesses.find(proc, folder));
    }

    @Test
    void aWorkingDirectoryThatCannotBeReadTellsNothingOfTheGuest() throws Exception {
        Path process = process(own(), guest());
        Files.delete(process.resolve("cwd"));
        Files.createDirectory(process.resolve("cwd"));
        assertThrows(IOException.class, () -> GuestProcesses.find(proc, folder));
    }

    @Test
    void whereProcessesCannotBeListedNothingIsKnown() {
        assertThrows(IOException.class, () -> GuestProcesses.find(place.resolve("gone"), folder));
    }

    private ProblemException unseen() {
        QemuAdoption adoption = new QemuAdoption(folder, new SystemProcessLauncher(Map.of()), TimeSource.system());
        return assertThrows(ProblemException.class, adoption::find);
    }

    @Test
    void aLaunchRecordThatCannotBeReadKeepsTheMachineFromBeingStartedOnceMore() throws Exception {
        Files.createDirectory(folder.launchRecord());
        HypervisorProblem.GuestUnseen problem =
                assertInstanceOf(HypervisorProblem.GuestUnseen.class, unseen().problem());
        assertEquals(folder.path(), problem.folder());
        assertFalse(problem.why().isBlank());
    }

    @Test
    void aRunFolderThatCannotBeLookedIntoKeepsTheMachineFromBeingStartedOnceMore() throws Exception {
        Files.delete(folder.run());
        // A link to itself: whatever is asked of what is in it fails, and not since it is not there.
        Files.createSymbolicLink(folder.run(), folder.run());
        assertInstanceOf(HypervisorProblem.GuestUnseen.class, unseen().problem());
    }
}
