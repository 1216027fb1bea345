package dev.hamlet.engine.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.media.CdImages;
import dev.hamlet.engine.media.IsoSample;
import dev.hamlet.engine.media.Samples;
import dev.hamlet.engine.media.Unprivileged;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts a JVM that may not override permissions. */
@Tag("real")
class UnreadableImageTest {
    @TempDir
    Path folder;

    @Test
    void anImageThatMayNotBeReadIsAProblem() throws Exception {
        Path image = Samples.write(
                folder.resolve("x.iso"),
                new IsoSample().primary("Debian 12.5.0 amd64 n").end().bytes());
        String said = Unprivileged.run(new SystemProcessLauncher(System.getenv()), image, UnreadableImageTest.class);
        assertTrue(said.startsWith("FileUnreadable["), said);
    }

    /** The part in the other JVM. */
    public static void main(String[] arguments) {
        try {
            System.out.println(new SystemDetector(new CdImages(), List.of()).ofCd(Path.of(arguments[0])));
        } catch (ProblemException e) {
            System.out.println(e.problem());
        }
    }
}
