package dev.hamlet.engine.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.catalog.BusyboxContainer;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.nativebridge.Mounts;
import dev.hamlet.nativebridge.Users;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store with a real image, real mounts and a real program in a container's root. */
@Tag("real")
class ImageStoreIT {
    private final SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());

    @TempDir
    private Path folder = Path.of("");

    private ImageStore store = ImageStore.open(new HamletPaths(folder, folder, folder, folder), TimeSource.system());
    private Image image = TestImages.none();

    @BeforeEach
    void makeTheImage() throws Exception {
        assumeTrue(Users.isRoot(), "only root may mount and make devices");
        HamletPaths paths = HamletPaths.of(Map.of("HAMLET_HOME", folder.toString()));
        store = ImageStore.open(paths, TimeSource.system());
        BusyboxContainer recipe = new BusyboxContainer(paths, store, launcher, TimeSource.system());
        assumeTrue(recipe.isReady(), "neither is a static BusyBox installed nor its package to be had");
        image = recipe.build(Progress.none());
    }

    @AfterEach
    void releaseAll() throws Exception {
        for (String container : store.containers()) {
            store.release(container);
        }
    }

    private ContainerRoot prepare(String container) throws Exception {
        try {
            return store.prepare(image, container, Progress.none());
        } catch (ProblemException e) {
            assumeTrue(
                    !(e.problem() instanceof ImageProblem.OverlayImpossible),
                    "this file system carries no overlay: " + e.problem());
            throw e;
        }
    }

    private ProcessResult run(ContainerRoot root, String... command) throws Exception {
        List<String> arguments = new java.util.ArrayList<>(List.of(root.path().toString()));
        arguments.addAll(List.of(command));
        return launcher.run(ProcessSpec.of("chroot", arguments));
    }

    @Test
    void aContainerHasTheFilesOfItsImageAndKeepsItsChangesForItself() throws Exception {
        ContainerRoot first = prepare("first");
        assertTrue(Mounts.isMountPoint(first.path()));
        assertTrue(Files.size(first.path().resolve("bin/busybox")) > 500_000);
        ProcessResult said =
                run(first, "/bin/sh", "-c", "echo hello > /root/note; rm /bin/vi; cat /root/note; stat -c %a /tmp");
        assertEquals("hello\n1777\n", said.output(), said.errorLines().toString());

        ContainerRoot second = prepare("second");
        assertFalse(Files.exists(second.path().resolve("root/note")));
        assertTrue(Files.exists(second.path().resolve("bin/vi"), java.nio.file.LinkOption.NOFOLLOW_LINKS));

        store.unmount("first");
        assertFalse(Mounts.isMountPoint(first.path()));
        assertEquals("hello\n", Files.readString(first.changes().resolve("root/note")));
        assertEquals(first, store.mount("first"));
        assertEquals("hello\n", run(first, "/bin/cat", "/root/note").output());
        assertEquals(
                "drwxr-xr-x",
                java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(first.path()))
                        .transform(text -> "d" + text));

        store.release("first");
        store.release("first");
        assertFalse(Files.exists(first.path().getParent()));
        assertEquals(java.util.Set.of("second"), store.containers());
        ProblemException gone = assertThrows(ProblemException.class, () -> store.root("first"));
        assertEquals(new ImageProblem.ContainerRootUnknown("first"), gone.problem());
    }

    @Test
    void theRecipeMakesAnImageThatIsFoundByNameAndById() throws Exception {
        assertEquals(List.of(image), store.list());
        for (String name : List.of(
                "busybox",
                "busybox:latest",
                "localhost/busybox",
                image.id().shortened(),
                image.id().toString(),
                "localhost/busybox@" + image.digest())) {
            assertEquals(image, store.resolve(name), name);
        }
        ProblemException unknown = assertThrows(ProblemException.class, () -> store.resolve("busibox"));
        assertEquals(new ImageProblem.ContainerImageNotFound("busibox", "busybox"), unknown.problem());
        assertArrayEquals(new String[] {"sh"}, image.config().run().command().toArray());
    }

    @Test
    void whatAContainerStandsOnStaysWhoeverRemovesItsImage() throws Exception {
        ContainerRoot root = prepare("standing");
        ProblemException used = assertThrows(ProblemException.class, () -> store.remove("busybox", false));
        assertEquals(new ImageProblem.ContainerImageInUse("busybox", List.of("standing")), used.problem());
        assertTrue(store.prunable(true).isEmpty());
        store.prune(true);
        assertEquals(List.of(image), store.list());

        store.remove("busybox", true);
        assertTrue(store.list().isEmpty());
        store.unmount("standing");
        store.mount("standing");
        assertEquals("still\n", run(root, "/bin/echo", "still").output());
        assertTrue(Files.size(root.path().resolve("bin/busybox")) > 500_000);

        // What cannot be read may be needed: nothing is removed then.
        Path note = folder.resolve("data/containers/roots/standing/root.json");
        byte[] whole = Files.readAllBytes(note);
        Files.write(note, new byte[3]);
        ProblemException unknown = assertThrows(ProblemException.class, () -> store.prune(true));
        assertEquals(
                new dev.hamlet.engine.problem.HostProblem.FileUnusable(
                        note, "it does not say what the root of a container is made of"),
                unknown.problem());
        Files.write(note, whole);
        assertTrue(Files.size(root.path().resolve("bin/busybox")) > 500_000);

        store.release("standing");
        assertTrue(store.prune(false).freed().bytes() > 500_000);
        try (var left = Files.list(folder.resolve("data/containers/snapshots"))) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void aPassingRootThatLostItsNoteWithThePowerKeepsNobodyFromPruning() throws Exception {
        ContainerRoot root = store.lay(image, "passing", true, Progress.none());
        assertFalse(Files.exists(root.path().resolve("bin/busybox")), "it is laid, and not mounted");
        assertTrue(store.prunable(true).isEmpty(), "as long as its note is there it keeps what it stands on");
        store.mount("passing");
        assertEquals("here\n", run(root, "/bin/echo", "here").output());
        store.unmount("passing");

        Files.write(folder.resolve("data/containers/roots/passing/root.json"), new byte[0]);
        store.remove("busybox", true);
        store.prune(true);
        try (var left = Files.list(folder.resolve("data/containers/snapshots"))) {
            assertEquals(0, left.count(), "nobody needs the layer any more");
        }
        store.release("passing");
        assertFalse(Files.exists(folder.resolve("data/containers/roots/passing")));
    }

    @Test
    void aRootThatIsInUseIsNotTakenAway() throws Exception {
        ContainerRoot root = prepare("busy");
        try (var _ = Files.newInputStream(root.path().resolve("bin/busybox"))) {
            ProblemException busy = assertThrows(ProblemException.class, () -> store.release("busy"));
            assertEquals(new ImageProblem.ContainerRootBusy("busy", root.path()), busy.problem());
        }
        assertTrue(Files.exists(root.path().resolve("bin/busybox")));
    }
}
