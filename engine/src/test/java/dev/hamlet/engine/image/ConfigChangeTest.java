package dev.hamlet.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hamlet.engine.problem.ProblemException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigChangeTest {
    private static ImageConfig.RunConfig changed(String... instructions) throws Exception {
        ConfigChangeJson change = new ConfigChangeJson(ImageConfig.RunConfig.of(List.of("old"), List.of("A=1", "B=2")));
        for (String instruction : instructions) {
            change.apply(instruction);
        }
        return change.changed();
    }

    @Test
    void instructionsOfADockerfileChangeHowContainersAreRun() throws Exception {
        assertEquals(
                List.of("serve", "a b"), changed("CMD [\"serve\", \"a b\"]").command());
        assertEquals(
                List.of("/bin/sh", "-c", "serve now"), changed("cmd serve now").command());
        ImageConfig.RunConfig entry = changed("ENTRYPOINT [\"run\"]");
        assertEquals(List.of("run"), entry.entrypoint());
        assertEquals(List.of(), entry.command());
        assertEquals(
                List.of("A=x y", "B=2", "C=", "D=a\\b"),
                changed("ENV A=\"x y\" C=  D='a\\b'").environment());
        assertEquals(Map.of("a.b", "c d"), changed("LABEL a.b=c\\ d").labels());
        assertEquals(List.of("80/tcp", "53/udp"), changed("EXPOSE 80 53/udp 80").exposedPorts());
        assertEquals(
                List.of("/a", "/b c"), changed("VOLUME /a", "VOLUME [\"/b c\"]").volumes());
        assertEquals("/srv/x", changed("WORKDIR /srv", "WORKDIR x").workingDirectory());
        assertEquals("me", changed("USER me").user());
        assertEquals("SIGQUIT", changed("STOPSIGNAL SIGQUIT").stopSignal());
    }

    @Test
    void whatIsNoInstructionOfThatKindIsRefused() {
        for (String wrong :
                List.of("", "CMD", "RUN ls", "COPY a b", "ENV A", "EXPOSE web", "CMD [\"a\"", "CMD [1]", "LABEL =x")) {
            assertThrows(ProblemException.class, () -> changed(wrong), wrong);
        }
    }
}
