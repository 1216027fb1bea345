package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.machine.PortForward.Protocol;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentTextTest {
    @Test
    void forwardsAreReadInAllTheirForms() throws ProblemException {
        assertEquals(PortForward.tcp(8080, 80), ArgumentText.forward("8080:80"));
        assertEquals(PortForward.tcp(8080, 80), ArgumentText.forward("tcp:8080:80"));
        assertEquals(new PortForward(Protocol.TCP, "127.0.0.1", 2222, 22), ArgumentText.forward("127.0.0.1:2222:22"));
        assertEquals(new PortForward(Protocol.UDP, "0.0.0.0", 53, 53), ArgumentText.forward("UDP:0.0.0.0:53:53"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "80", "8080:", ":80", "8080-80", "sctp:1:2", "::1:80:80", "8080:80:1:2", "-1:80", "a:b"})
    void otherForwardsAreRefused(String text) {
        ProblemException refused = assertThrows(ProblemException.class, () -> ArgumentText.forward(text));
        CommandProblem.ArgumentInvalid problem =
                assertInstanceOf(CommandProblem.ArgumentInvalid.class, refused.problem());
        assertEquals(text, problem.value());
        assertEquals(ExitCode.USAGE, ExitCode.of(problem));
    }

    @Test
    void timesAreReadWithTheirUnits() throws ProblemException {
        assertEquals(Duration.ofSeconds(30), ArgumentText.duration("--timeout", "30"));
        assertEquals(Duration.ofSeconds(30), ArgumentText.duration("--timeout", "30s"));
        assertEquals(Duration.ofMinutes(2), ArgumentText.duration("--timeout", "2m"));
        assertEquals(Duration.ofMillis(500), ArgumentText.duration("--timeout", "500ms"));
        assertEquals(Duration.ofHours(1), ArgumentText.duration("--timeout", "1h"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5s", "1 day", "99999999999999", "s"})
    void otherTimesAreRefused(String text) {
        assertThrows(ProblemException.class, () -> ArgumentText.duration("--timeout", text));
    }

    @Test
    void portsOfThisComputerMayNameTheirProtocol() throws ProblemException {
        assertEquals(new ArgumentText.HostPort(Protocol.TCP, 8080), ArgumentText.hostPort("x", "8080"));
        assertEquals(new ArgumentText.HostPort(Protocol.UDP, 53), ArgumentText.hostPort("x", "53/udp"));
    }
}
