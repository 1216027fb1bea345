package dev.hamlet.engine.container.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.container.ContainerProcess;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.nativebridge.Processes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GroupFiguresTest {
    /** As a process of a container without groups is listed: by its namespace of processes, here that of the tests. */
    private static String command(Process process) {
        return new GroupFigures(Processes.of())
                .processes(process.pid(), 0).stream()
                        .filter(one -> one.pid() == process.pid())
                        .map(ContainerProcess::command)
                        .findFirst()
                        .orElse("");
    }

    @Test
    void ofAProcessWithMegabytesOfWordsOnlyTheBeginningIsRead() throws Exception {
        List<String> words = new ArrayList<>(List.of("sh", "-c", "read line; exit 0", "name"));
        for (int i = 0; i < 12; i++) {
            words.add("ä".repeat(60_000));
        }
        Process process = new ProcessBuilder(words).start();
        try {
            // Until then it is a copy of this program.
            assertTrue(TimeSource.system()
                    .await(
                            () -> command(process).startsWith("sh -c read"),
                            Duration.ofSeconds(20),
                            Duration.ofMillis(50)));
            String shown = command(process);
            assertTrue(shown.endsWith("ä…"), "cut between letters, and marked: " + shown.substring(shown.length() - 3));
            assertTrue(shown.length() < 4096, "characters: " + shown.length());
            assertEquals(-1, shown.indexOf('\ufffd'));
        } finally {
            Process _ = process.destroyForcibly();
        }
    }

    @Test
    void aGroupMadeForAContainerIsKnownFromWhateverUnitHamletItselfIsIn() {
        String scope = "/user.slice/user-1000.slice/user@1000.service/app.slice/hamlet-0123456789ab-4711.scope";
        for (String ours : List.of(
                "0::/hamlet-01234567-0123456789ab\n",
                "9:pids:/hamlet-01234567-0123456789ab/init.scope\n0::/\n",
                "0::" + scope + "/container\n",
                "0::" + scope + "/container/init.scope\n")) {
            assertTrue(GroupFigures.haveOurs(ours), ours);
        }
        for (String anothers : List.of(
                "0::/system.slice/hamlet-agent.service\n",
                "0::/user.slice/user-1000.slice/user@1000.service/app.slice/hamlet-trial.service\n",
                "0::" + scope + "/monitors\n",
                "0::/machine.slice/hamlet-0123456789ab.scope\n",
                "0::/\n",
                "")) {
            assertFalse(GroupFigures.haveOurs(anothers), anothers);
        }
    }
}
