package dev.hamlet.app.wizard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshKeyFileTest {
    private static final String PUBLIC =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGNsZWFybHkgbm90IGEgcmVhbCBrZXkgYXQgYWxs ann@laptop";

    @TempDir
    private Path folder = Path.of("");

    private Path file(String content) throws Exception {
        return Files.writeString(folder.resolve("key"), content);
    }

    private static Problem refusal(Path file) {
        return assertThrows(ProblemException.class, () -> SshKeyFile.read(file)).problem();
    }

    @Test
    void theFirstKeyOfAFileIsTakenPastItsComments() throws Exception {
        SshKey key = SshKeyFile.read(file("# mine\n\n  " + PUBLIC + "  \n"));
        assertEquals(PUBLIC, key.text());
        assertEquals("ann@laptop", key.name());
    }

    @Test
    void aPrivateKeyIsRefusedWithWordsAndNothingOfItIsRepeated() throws Exception {
        Path secret =
                file("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n-----END OPENSSH PRIVATE KEY-----\n");
        MediaProblem.SeedInvalid problem = assertInstanceOf(MediaProblem.SeedInvalid.class, refusal(secret));
        assertTrue(problem.why().contains("private key"), problem.why());
        assertFalse(problem.toString().contains("b3BlbnNz"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "hello",
                "ssh-ed25519",
                "ssh-ed25519 AAAA name",
                "PuTTY-User-Key-File-3: ssh-ed25519",
                "\u0000\u0001\u0002"
            })
    void whatIsNoPublicKeyIsRefused(String content) throws Exception {
        assertInstanceOf(MediaProblem.SeedInvalid.class, refusal(file(content)));
    }

    @Test
    void whatIsNoFileIsRefusedAndNotReadForEver() {
        assertInstanceOf(HostProblem.FileUnusable.class, refusal(folder));
        assertInstanceOf(HostProblem.FileUnusable.class, refusal(folder.resolve("missing")));
        assertInstanceOf(HostProblem.FileUnusable.class, refusal(Path.of("/dev/zero")));
    }
}
