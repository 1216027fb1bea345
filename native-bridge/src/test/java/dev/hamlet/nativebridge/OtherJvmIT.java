package dev.hamlet.nativebridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What shows only beside another program: its death, its lack of rights, its locale. */
@Tag("real")
class OtherJvmIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    /** Starts a program that sleeps, says who it is, and dies the hard way with a lock held. */
    static final class DiesAtOnce {
        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            FileLock lock = FileLock.tryAcquire(folder.resolve("lock")).orElseThrow();
            ProcessIdentity started = Processes.of()
                    .start(new DetachedStart(
                            Path.of("/bin/sleep"),
                            List.of("1000"),
                            Map.of(),
                            folder,
                            folder.resolve("out"),
                            folder.resolve("out")))
                    .identity();
            System.out.println(started.pid() + " " + started.startTime() + " " + started.bootId() + " " + lock);
            System.out.flush();
            Runtime.getRuntime().halt(0);
        }
    }

    @Test
    void aStartedProgramOutlivesItsStarterAndALockDoesNot() throws Exception {
        List<String> words = List.of(new OtherJvm(folder)
                .run(Map.of(), DiesAtOnce.class, folder.toString())
                .getLast()
                .split(" ", 4));
        ProcessIdentity started =
                new ProcessIdentity(Long.parseLong(words.get(0)), Long.parseLong(words.get(1)), words.get(2));
        Processes processes = Processes.of();
        try (ExitWatch watch = processes.watch(started)) {
            assertTrue(processes.alive(started));
            assertFalse(FileLock.isHeld(folder.resolve("lock")), "the started program did not inherit it");
            assertTrue(processes.signal(started, Signal.TERM));
            assertTrue(watch.await(SOON));
        }
    }

    /** Tries what only root may do. */
    static final class Ordinary {
        public static void main(String[] arguments) {
            Path folder = Path.of(arguments[0]);
            ProcessIdentity theirs =
                    Processes.of().identify(Long.parseLong(arguments[1])).orElseThrow();
            say("signal", () -> Processes.of().signal(theirs, Signal.TERM));
            say("chown", () -> Users.chown(folder, 0, 0));
            say("lock", () -> FileLock.tryAcquire(folder.resolve("theirs")));
            System.out.println("root " + Users.isRoot());
        }

        private interface Trial {
            void run() throws IOException;
        }

        private static void say(String what, Trial trial) {
            try {
                trial.run();
                System.out.println(what + " 0");
            } catch (NativeException e) {
                System.out.println(what + " " + e.errno());
            } catch (IOException e) {
                System.out.println(what + " " + e);
            }
        }
    }

    @Test
    void anOrdinaryUserIsRefusedByNumber() throws Exception {
        OtherJvm ordinary = new OtherJvm(folder);
        Files.createFile(folder.resolve("theirs"));
        Files.setPosixFilePermissions(folder.resolve("theirs"), Set.of());
        // Not CONT: kill(2) lets that through to any process of one's own session.
        Process ofRoot = new ProcessBuilder("sleep", "1000").start();
        try {
            long theirs = Users.isRoot() ? ofRoot.pid() : processOfAnotherUser();
            assertEquals(
                    List.of("signal 1", "chown 1", "lock 13", "root false"),
                    ordinary.runOrdinary(Ordinary.class, folder.toString(), Long.toString(theirs)));
            assertTrue(ofRoot.isAlive());
        } finally {
            ofRoot.destroyForcibly();
        }
    }

    /** Not simply process 1: in a container that may belong to this user, and would hear the signal. */
    private static long processOfAnotherUser() {
        String self = ProcessHandle.current().info().user().orElse("");
        Optional<ProcessHandle> other = ProcessHandle.allProcesses()
                .filter(process ->
                        process.info().user().filter(user -> !user.equals(self)).isPresent())
                .findFirst();
        assumeTrue(other.isPresent(), "every process that can be seen here belongs to " + self);
        return other.get().pid();
    }

    /** Finds a folder whose name the locale cannot show, and works in it. */
    static final class ForeignLocale {
        public static void main(String[] arguments) throws Exception {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of(arguments[0]), "odd*")) {
                Path odd = found.iterator().next();
                System.out.println(
                        "ascii " + System.getProperty("sun.jnu.encoding").startsWith("ANSI"));
                ExitStatus status = Processes.of()
                        .start(new DetachedStart(
                                Path.of("/bin/pwd"), List.of(), Map.of(), odd, odd.resolve("out"), odd.resolve("err")))
                        .waitFor();
                try (FileLock _ = FileLock.tryAcquire(odd.resolve("lock")).orElseThrow();
                        var _ = UnixSockets.listen(odd, "socket");
                        var client = UnixSockets.connect(odd, "socket")) {
                    System.out.println(status + " " + client.isConnected());
                }
            }
        }
    }

    @Test
    void aFolderThatTheLocaleCannotSpellIsUsedAllTheSame() throws Exception {
        Path odd = Files.createDirectory(folder.resolve("odd größe 🏠"));
        List<String> lines = new OtherJvm(folder).run(Map.of("LC_ALL", "C"), ForeignLocale.class, folder.toString());
        assertEquals(List.of("ascii true", "Exited[code=0] true"), lines);
        assertEquals(odd + "\n", Files.readString(odd.resolve("out")));
        assertTrue(Files.exists(odd.resolve("lock")));
    }
}
