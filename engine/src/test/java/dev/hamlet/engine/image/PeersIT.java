package dev.hamlet.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.nativebridge.Users;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Hamlet writes, other programs read, and the reverse. */
@Tag("real")
class PeersIT {
    private final SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());

    @TempDir
    private Path folder = Path.of("");

    private ImageStore store = open("first");
    private Image image = TestImages.none();

    private ImageStore open(String name) {
        try {
            return ImageStore.open(
                    HamletPaths.of(Map.of("HAMLET_HOME", folder.resolve(name).toString())), TimeSource.system());
        } catch (dev.hamlet.engine.problem.ProblemException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void makeAnImage() throws Exception {
        store = open("first");
        image = ImageImportTest.make(store, "sample", "content");
    }

    private void need(String program) {
        assumeTrue(launcher.find(program).isPresent(), program + " is not installed");
    }

    private String run(String program, String... arguments) throws Exception {
        ProcessResult result = launcher.run(ProcessSpec.of(program, List.of(arguments)));
        assertEquals(0, result.code(), () -> program + " " + List.of(arguments) + ": " + result.errorLines());
        return result.output();
    }

    @Test
    void skopeoReadsAllThreeFormsAndWritesThemBack() throws Exception {
        need("skopeo");
        Map<ExportForm, String> kinds = Map.of(
                ExportForm.OCI_LAYOUT, "oci:",
                ExportForm.OCI_ARCHIVE, "oci-archive:",
                ExportForm.DOCKER_ARCHIVE, "docker-archive:");
        int number = 0;
        for (Map.Entry<ExportForm, String> one : kinds.entrySet()) {
            Path target = folder.resolve("written-" + one.getKey());
            store.export(image, one.getKey(), target, Progress.none());
            String inspected = run("skopeo", "inspect", "--config", one.getValue() + target);
            assertTrue(inspected.contains(image.config().diffIds().getFirst().toString()), inspected);
            for (String form : kinds.values()) {
                Path copy = folder.resolve("copied-" + number++);
                String name = form.equals("docker-archive:") ? ":localhost/copied:1" : ":copied";
                run("skopeo", "copy", "--insecure-policy", one.getValue() + target, form + copy + name);
                Image came = open("of-skopeo-" + number)
                        .importFrom(copy, Optional.empty(), Progress.none())
                        .getFirst();
                assertEquals(image.config().diffIds(), came.config().diffIds(), form);
                assertEquals(image.config().run(), came.config().run(), form);
            }
        }
    }

    @Test
    void theStoreItselfIsALayoutThatOthersRead() throws Exception {
        need("skopeo");
        String layout = folder.resolve("first/data/containers").toString();
        String inspected = run("skopeo", "inspect", "oci:" + layout + ":localhost/sample:1");
        assertTrue(inspected.contains(image.digest().toString()), inspected);
    }

    @Test
    void umociUnpacksWhatIsWrittenAndItsLayersAreUnpackedHere() throws Exception {
        need("umoci");
        assumeTrue(Users.isRoot(), "only root unpacks layers here");
        Path layout = folder.resolve("layout");
        store.tag("sample:1", ImageReference.parse("plain"));
        store.export(image, ExportForm.OCI_LAYOUT, layout, Progress.none());
        // umoci takes tags alone for names.
        String index = Files.readString(layout.resolve("index.json"));
        Files.writeString(layout.resolve("index.json"), index.replace("localhost/sample:1", "one"));
        Path bundle = folder.resolve("bundle");
        run("umoci", "unpack", "--image", layout + ":one", bundle.toString());
        assertEquals("content", Files.readString(bundle.resolve("rootfs/file")));

        Files.delete(bundle.resolve("rootfs/zeros"));
        Files.createDirectory(bundle.resolve("rootfs/new"));
        Files.writeString(bundle.resolve("rootfs/new/file"), "of umoci");
        run("umoci", "repack", "--image", layout + ":two", bundle.toString());
        ImageStore second = open("second");
        List<Image> all = second.importFrom(layout, Optional.empty(), Progress.none());
        assertEquals(2, all.size());
        Image changed = all.stream()
                .filter(one -> one.manifest().layers().size() == 2)
                .findFirst()
                .orElseThrow();
        ContainerRoot root;
        try {
            root = second.prepare(changed, "changed", Progress.none());
        } catch (dev.hamlet.engine.problem.ProblemException e) {
            assumeTrue(false, "this file system carries no overlay: " + e.problem());
            return;
        }
        try {
            assertEquals("content", Files.readString(root.path().resolve("file")));
            assertEquals("of umoci", Files.readString(root.path().resolve("new/file")));
            List<String> names = new ArrayList<>();
            try (var entries = Files.list(root.path())) {
                entries.forEach(entry -> names.add(entry.getFileName().toString()));
            }
            assertEquals(List.of("file", "new"), names.stream().sorted().toList(), "what was deleted is not seen");
        } finally {
            second.release("changed");
        }
    }
}
