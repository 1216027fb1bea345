package dev.hamlet.engine.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineSpecBuilderTest {
    private static MachineProblem.SettingInvalid refused(MachineSpecBuilder builder) {
        return assertInstanceOf(
                MachineProblem.SettingInvalid.class,
                assertThrows(ProblemException.class, builder::build).problem());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"web", "two words", "a, b", "it's \"quoted\"", "100 %", "Übung", "🐧🐧", "-rf", "../x", "数据库"})
    void namesMayBeAnythingThatCanBeShown(String name) throws ProblemException {
        MachineSpec spec = MachineSpec.named(name).build();
        assertEquals(name, spec.name());
        assertTrue(MachineId.isValid(spec.id().value()), spec.id().value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "a\nb", "a\u0000b", "a\u001b[2J", "a\u2028b", "x\ud800y"})
    void namesThatCannotBeShownAreRefused(String name) {
        assertEquals("name", refused(MachineSpec.named(name)).setting());
    }

    @Test
    void aNameOfTheFullLengthIsCountedInCharactersAndNotInCodeUnits() throws ProblemException {
        assertEquals(240, MachineSpec.named("🐧".repeat(120)).build().name().length());
        assertEquals("name", refused(MachineSpec.named("x".repeat(121))).setting());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 289})
    void vcpusOutsideOfWhatABoardCanAreRefused(int vcpus) {
        assertEquals("vcpus", refused(MachineSpec.named("x").vcpus(vcpus)).setting());
    }

    @Test
    void memoryIsWholeMebibytesAndNotTooLittle() {
        assertEquals(
                "memory",
                refused(MachineSpec.named("x").memory(ByteSize.ofMebibytes(15))).setting());
        assertEquals(
                "memory",
                refused(MachineSpec.named("x").memory(new ByteSize((64 << 20) + 1)))
                        .setting());
    }

    @Test
    void twoForwardsOfOnePortClashUnlessTheProtocolsDiffer() throws ProblemException {
        MachineSpecBuilder clash =
                MachineSpec.named("web").forwards(List.of(PortForward.tcp(8080, 80), PortForward.tcp(8080, 8080)));
        assertEquals(
                new MachineProblem.PortClash("web", "tcp", 8080),
                assertThrows(ProblemException.class, clash::build).problem());
        PortForward udp = new PortForward(PortForward.Protocol.UDP, PortForward.LOOPBACK, 8080, 80);
        assertEquals(
                2,
                MachineSpec.named("web")
                        .forwards(List.of(PortForward.tcp(8080, 80), udp))
                        .build()
                        .network()
                        .forwards()
                        .size());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65536})
    void portsThatDoNotExistAreRefused(int port) {
        assertEquals(
                "forward",
                refused(MachineSpec.named("x").forwards(List.of(PortForward.tcp(port, 80))))
                        .setting());
        assertEquals(
                "forward",
                refused(MachineSpec.named("x").forwards(List.of(PortForward.tcp(80, port))))
                        .setting());
    }

    @Test
    void twoDevicesOfOneIdAreRefused() {
        MachineSpecBuilder builder =
                MachineSpec.named("x").addCd(new CdSpec("cd0", null)).addCd(new CdSpec("cd0", Path.of("/x.iso")));
        assertEquals("device", refused(builder).setting());
    }

    @Test
    void everyMachineHasAnAddressOfItsOwn() throws ProblemException {
        MachineSpec one = MachineSpec.named("x").build();
        MachineSpec other = MachineSpec.named("x").build();
        assertTrue(one.network().mac().startsWith("52:54:00:"));
        assertTrue(!one.network().mac().equals(other.network().mac())
                && !one.uuid().equals(other.uuid())
                && !one.id().equals(other.id()));
    }
}
