package dev.hamlet.engine.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinuxHostTest {
    @TempDir
    Path folder;

    @Test
    void limitOfAGroupAboveTheOwnBoundsMemoryInVersion2() throws Exception {
        HostFacts facts = HostFixture.unpack("linux-6.1-cgroup2", folder).facts();

        assertEquals(new ByteSize(481_040L << 10), facts.memoryPresent());
        assertEquals(new ByteSize(314_572_800), facts.memory());
        // memory.max - (memory.current - inactive_file) of user.slice
        assertEquals(new ByteSize(314_572_800 - (43_376_640 - 42_991_616)), facts.memoryAvailable());
        assertTrue(facts.processorsPresent() >= 2, facts::toString);
    }

    @Test
    void limitOfAGroupAboveTheOwnBoundsMemoryInVersion1() throws Exception {
        HostFacts facts = HostFixture.unpack("linux-6.1-cgroup1", folder).facts();

        assertEquals(new ByteSize(402_653_184), facts.memory());
        assertEquals(new ByteSize(402_653_184 - (43_696_128 - 42_991_616)), facts.memoryAvailable());
    }

    @Test
    void memoryControllerOfVersion1CountsWhereBothVersionsAreMounted() throws Exception {
        HostFacts facts = HostFixture.unpack("linux-6.18-hybrid", folder).facts();

        assertEquals(new ByteSize(24_683_620L << 10), facts.memoryPresent());
        assertEquals(new ByteSize(2_147_483_648L), facts.memory());
        assertEquals(new ByteSize(2_147_483_648L - (65_548_288 - 62_926_848)), facts.memoryAvailable());
    }

    @Test
    void fullGroupHasNothingAvailableRatherThanLess() throws Exception {
        LinuxHost host = HostFixture.unpack("linux-6.1-cgroup2", folder);
        Files.writeString(folder.resolve("sys/fs/cgroup/user.slice/memory.max"), "1048576\n");
        Files.writeString(folder.resolve("sys/fs/cgroup/user.slice/memory.current"), "209715200\n");

        assertEquals(new ByteSize(0), host.facts().memoryAvailable());
    }

    @Test
    void hostWithoutControlGroupsHasAllItsMemory() throws Exception {
        LinuxHost host = HostFixture.unpack("linux-6.1-cgroup2", folder);
        Files.delete(folder.resolve("proc/self/cgroup"));

        HostFacts facts = host.facts();

        assertEquals(facts.memoryPresent(), facts.memory());
        assertTrue(facts.memoryAvailable().compareTo(facts.memory()) <= 0, facts::toString);
    }

    /** The kernel gives a setting to the first read alone, however little that asks for. */
    @Test
    void settingsOfTheKernelAreReadWhole() throws Exception {
        Path setting = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
        assumeTrue(Files.isReadable(setting), "the kernel has no such setting");
        long whole = Long.parseLong(Files.readAllLines(setting).getFirst().strip());

        assertEquals(
                whole, new LinuxHost(Path.of("/")).number(setting.toString().substring(1), -1));
    }

    @Test
    void hostThatDoesNotTellItsMemoryIsAProblem() {
        ProblemException failure = assertThrows(ProblemException.class, () -> new LinuxHost(folder).facts());

        assertInstanceOf(HostProblem.FileUnusable.class, failure.problem());
    }

    @Test
    void residentMemoryOfAProcessIsReadAndAMissingProcessHasNone() throws IOException {
        LinuxHost host = HostFixture.unpack("linux-6.1-cgroup2", folder);

        assertEquals(1_804L << 10, host.resident(1));
        assertEquals(-1, host.resident(2));
    }

    @Test
    void factsOfThisHostHoldTogether() throws ProblemException {
        HostFacts facts = HostCapacity.ofThisHost().facts();

        assertTrue(facts.processors() >= 1 && facts.processors() <= facts.processorsPresent(), facts::toString);
        assertTrue(facts.memoryAvailable().compareTo(facts.memory()) <= 0, facts::toString);
        assertTrue(facts.memory().compareTo(facts.memoryPresent()) <= 0, facts::toString);
        assertTrue(facts.memoryAvailable().bytes() > 0, facts::toString);
        assertTrue(new LinuxHost(Path.of("/")).resident(ProcessHandle.current().pid()) > 10 << 20);
    }
}
