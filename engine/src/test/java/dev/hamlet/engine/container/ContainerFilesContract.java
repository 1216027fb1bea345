package dev.hamlet.engine.container;

import static dev.hamlet.engine.container.ContainerEngineContract.WAITING;
import static dev.hamlet.engine.container.ContainerEngineContract.ended;
import static dev.hamlet.engine.container.ContainerEngineContract.refused;
import static dev.hamlet.engine.container.ContainerEngineContract.run;
import static dev.hamlet.engine.container.ContainerEngineContract.said;
import static dev.hamlet.engine.container.ContainerEngineContract.volume;
import static dev.hamlet.engine.container.ContainerEngineContract.wish;
import static dev.hamlet.engine.container.ContainerEngineContract.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.container.ContainerFileAccess.Copied;
import dev.hamlet.engine.container.ContainerFileAccess.Copying;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.problem.VolumeProblem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every engine keeps to with files of containers, where it may look into them. Its image {@code busybox} has a shell. */
@Timeout(120)
public abstract class ContainerFilesContract {
    /** An engine without containers. */
    protected abstract ContainerEngine engine() throws Exception;

    /** Whether its containers have real programs in them. */
    protected boolean runsPrograms() {
        return true;
    }

    /** The number by which this computer knows a user of containers. */
    protected long outside(long uid) {
        return uid;
    }

    /** More copies than this have to succeed while somebody swaps what they lead through. */
    protected int enoughCopies() {
        return 20;
    }

    private static List<String> names(ContainerEngine engine) throws Exception {
        return engine.volumes().list().stream().map(ContainerVolume::name).toList();
    }

    @Test
    void aVolumeOutlivesItsContainersAndStaysWhileOneMountsIt() throws Exception {
        assumeTrue(runsPrograms(), "there are no real programs in these containers");
        ContainerEngine engine = engine();
        run(engine, "one", with(WAITING, volume("data", "/data")));
        assertEquals("", said(engine, "one", "echo kept > /data/file; chown 7:8 /data/file"));
        ContainerVolume.User user = engine.volumes().find("data").users().getFirst();
        assertEquals("one /data true", user.name() + " " + user.target() + " " + user.running());
        refused(VolumeProblem.VolumeInUse.class, () -> engine.volumes().remove("data"));
        var _ = engine.remove("one", true, true).await();
        MountWish again = new MountWish.Volume("data", "/again", true, true);
        run(engine, "two", with(WAITING, again));
        assertEquals("kept 7:8", said(engine, "two", "echo $(cat /again/file) $(stat -c %u:%g /again/file)"));
        assertTrue(said(engine, "two", "touch /again/file").contains("Read-only"));
        assertTrue(engine.volumes().size(engine.volumes().find("data")).bytes() > 0);
        var _ = engine.remove("two", true).await();
        engine.volumes().remove("data");
        refused(VolumeProblem.VolumeNotFound.class, () -> engine.volumes().find("data"));
    }

    @Test
    void aNewVolumeBeginsWithWhatTheImageHasInItsPlace() throws Exception {
        assumeTrue(runsPrograms(), "there are no real programs in these containers");
        ContainerEngine engine = engine();
        var _ = engine.volumes().create("made", Map.of("stage", "test"));
        refused(VolumeProblem.VolumeExists.class, () -> engine.volumes().create("made", Map.of()));
        for (String name : List.of("new", "made")) {
            run(engine, name, with(WAITING, volume(name, "/bin")));
            assertEquals("there", said(engine, name, "test -x /bin/busybox && echo there"), "else there were no shell");
        }
        assertEquals(Map.of("stage", "test"), engine.volumes().find("made").labels());
        MountWish empty = new MountWish.Volume("empty", "/bin", false, false);
        refused(ContainerProblem.EntryPointMissing.class, () -> run(engine, "empty", with(WAITING, empty)));
        // What is in use, or not empty, stays as it is.
        assertEquals("", said(engine, "new", "rm /bin/ls"));
        run(engine, "other", with(WAITING, volume("new", "/bin")));
        assertEquals("gone", said(engine, "other", "test -e /bin/ls || echo gone"));
    }

    @Test
    void aVolumeWithoutANameGoesWithItsContainerIfThatIsAsked() throws Exception {
        ContainerEngine engine = engine();
        run(engine, "one", with(WAITING, volume("", "/data")));
        run(engine, "two", with(WAITING, volume("", "/data")));
        assertEquals(2, names(engine).size());
        var _ = engine.remove("one", true, true).await();
        assertEquals(1, names(engine).size());
        var _ = engine.remove("two", true).await();
        assertEquals(1, names(engine).size(), "it may hold what somebody wants");
        var _ = engine.volumes().create("named", Map.of());
        assertEquals(1, engine.volumes().prune(false).names().size());
        assertEquals(List.of("named"), names(engine));
        assertEquals(List.of("named"), engine.volumes().prune(true).names());
    }

    @Test
    void aContainerThatIsRemovedAfterItsEndTakesItsVolumeWithIt() throws Exception {
        assumeTrue(runsPrograms(), "there are no real programs in these containers");
        ContainerEngine engine = engine();
        ContainerWish once = with(wish("true"), volume("", "/data")).with(draft -> draft.removedAfter(true));
        try (ContainerEngine.Attendance _ =
                engine.attend(engine.create("busybox", "once", once).await().name())) {
            var _ = engine.start("once").await();
            assertEquals(OptionalInt.of(0), engine.await("once").code());
            assertEquals(1, names(engine).size());
        }
        assertEquals(List.of(), engine.list());
        assertEquals(List.of(), names(engine));
    }

    @Test
    void filesOfThisComputerAndOfMemoryAreMountedAsIsSaid(@TempDir Path here) throws Exception {
        assumeTrue(runsPrograms(), "there are no real programs in these containers");
        ContainerEngine engine = engine();
        Path source = Files.createDirectory(here.resolve("a folder, with a comma"));
        Files.writeString(source.resolve("file"), "from outside");
        ContainerWish wish = WAITING.with(draft -> draft.files(new FilesWish(
                        List.of(
                                new MountWish.Bind(source, "/deep/er/in", false),
                                new MountWish.Bind(source, "/only", true),
                                new MountWish.Bind(source.resolve("file"), "/etc/one-file", true),
                                new MountWish.Memory("/deep", Optional.of(ByteSize.ofMebibytes(1)), 0750)),
                        true,
                        List.of(new DeviceWish(Path.of("/dev/zero"), "/dev/nothing", "r"))))
                .labels(Map.of("stage", "test"))
                .ulimits(List.of(new Ulimit("nofile", 77, 88))));
        ContainerSnapshot one = run(engine, "one", wish);
        assertEquals(Map.of("stage", "test"), one.spec().orElseThrow().labels());
        assertEquals("from outside", said(engine, "one", "cat /deep/er/in/file"));
        assertEquals("from outside", said(engine, "one", "cat /etc/one-file"));
        assertEquals("", said(engine, "one", "echo from inside > /deep/er/in/new"));
        assertEquals("from inside\n", Files.readString(source.resolve("new")));
        assertTrue(said(engine, "one", "touch /only/x").contains("Read-only"));
        assertTrue(said(engine, "one", "touch /x").contains("Read-only"), "its own files");
        assertEquals(
                "750 tmpfs",
                said(engine, "one", "stat -c %a /deep; grep ' /deep ' /proc/mounts | cut -d' ' -f3")
                        .replace('\n', ' '));
        assertTrue(said(engine, "one", "dd if=/dev/zero of=/deep/much bs=1M count=2")
                .contains("No space"));
        // Of a further program runc of Go 1.19 may raise the soft limit to the other: it sets it while that begins.
        assertEquals(
                "77 88", said(engine, "one", "set -- $(grep 'Max open files' /proc/1/limits); echo $4 $5"), "its own");
        assertEquals("88", said(engine, "one", "ulimit -Hn"));
        assertEquals("4", said(engine, "one", "head -c 4 /dev/nothing | wc -c"));
    }

    @Test
    void whatCannotBeMountedOrGivenIsRefusedAndNothingIsMade(@TempDir Path here) throws Exception {
        ContainerEngine engine = engine();
        Path missing = here.resolve("missing");
        MountWish bind = new MountWish.Bind(missing, "/data", false);
        refused(
                VolumeProblem.MountSourceMissing.class,
                () -> run(engine, "one", with(WAITING, bind, volume("v", "/v"))));
        assertFalse(Files.exists(missing));
        MountWish onFile = volume("v", "/bin/busybox");
        refused(VolumeProblem.MountPlaceUnfit.class, () -> run(engine, "one", with(WAITING, onFile)));
        MountWish twice = volume("w", "/v");
        refused(
                ContainerProblem.ContainerSettingInvalid.class,
                () -> run(engine, "one", with(WAITING, volume("v", "/v"), twice)));
        assertEquals(List.of(), names(engine));
        assertEquals(List.of(), engine.list());
        ContainerWish device = WAITING.with(
                draft -> draft.files(new FilesWish(List.of(), false, List.of(new DeviceWish(missing, "/dev/x", "r")))));
        refused(VolumeProblem.DeviceMissing.class, () -> run(engine, "one", device));
        Files.createDirectory(missing);
        var _ = engine.create("busybox", "two", with(WAITING, bind)).await();
        Files.delete(missing);
        refused(VolumeProblem.MountSourceMissing.class, ended(engine.start("two")));
    }

    @Test
    void aSmallProgramBuriesWhatTheContainersOwnLeaves() throws Exception {
        assumeTrue(runsPrograms(), "there are no real programs in these containers");
        ContainerEngine engine = engine();
        run(engine, "one", WAITING.with(draft -> draft.init(true)));
        String first = said(engine, "one", "tr '\\0' ' ' < /proc/1/cmdline");
        assertTrue(first.endsWith("-- sleep 1000"), first);
        var _ = engine.stop("one", Duration.ofSeconds(5)).await();
        assertEquals(OptionalInt.of(143), engine.find("one").end().orElseThrow().code(), "it passes signals on");
    }

    private static ContainerFile listed(ContainerEngine engine, String container, String folder, String name)
            throws Exception {
        return engine.files().list(container, folder).stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> changes(ContainerEngine engine, String container) throws Exception {
        return engine.files().changes(container).stream()
                .map(change -> change.kind().name().charAt(0) + " " + change.path())
                .toList();
    }

    @Test
    void filesAreCopiedOutAndInWhetherTheContainerRunsOrNot(@TempDir Path here) throws Exception {
        assumeTrue(runsPrograms(), "there are no real programs in these containers");
        ContainerEngine engine = engine();
        MountWish memory = new MountWish.Memory("/mem", Optional.empty(), 01777);
        run(engine, "one", with(WAITING, volume("data", "/data"), memory));
        String script =
                "mkdir -p /tree/deep; echo a > /tree/a; ln -s a /tree/link; ln -s a /tree/to-true; ln -s a /tree/to-false; ln /tree/a /tree/deep/same;"
                        + " chown 5:6 /tree/a; chmod 4711 /tree/a; echo v > /data/v; echo m > /mem/m; ln -s /data /way";
        assertEquals("", said(engine, "one", script));
        Path in = here.resolve("in");
        Files.createDirectories(in.resolve("deep"));
        Files.writeString(in.resolve("deep/file"), "from outside");
        for (boolean running : List.of(true, false)) {
            Path out = Files.createDirectory(here.resolve("out-" + running));
            Copied copied =
                    engine.files().copyOut("one", "/tree", out, Copying.USUAL).await();
            assertTrue(copied.files() >= 5, copied::toString);
            assertEquals("a\n", Files.readString(out.resolve("tree/deep/same")));
            assertEquals(Path.of("a"), Files.readSymbolicLink(out.resolve("tree/link")));
            assertEquals(0711, (int) Files.getAttribute(out.resolve("tree/a"), "unix:mode") & 07777, "lends no rights");
            engine.files()
                    .copyOut("one", "tree/.", out.resolve("other"), new Copying(true, false))
                    .await();
            assertEquals(outside(5), ((Number) Files.getAttribute(out.resolve("other/a"), "unix:uid")).longValue());
            assertEquals(04711, (int) Files.getAttribute(out.resolve("other/a"), "unix:mode") & 07777);
            assertEquals(
                    Files.getAttribute(out.resolve("other/a"), "unix:ino"),
                    Files.getAttribute(out.resolve("other/deep/same"), "unix:ino"));
            engine.files()
                    .copyOut("one", "/way/v", out.resolve("v"), Copying.USUAL)
                    .await();
            assertEquals("v\n", Files.readString(out.resolve("v")), "through a link into a volume");
            engine.files().copyIn(in, false, "one", "/way", Copying.USUAL).await();
            engine.files()
                    .copyIn(in, true, "one", "/new-" + running, Copying.USUAL)
                    .await();
            engine.files()
                    .copyIn(in.resolve("deep/file"), false, "one", "/tree/to-" + running, Copying.USUAL)
                    .await();
            assertEquals(
                    ContainerFile.Kind.FILE,
                    listed(engine, "one", "/tree", "to-" + running).kind(),
                    "replaced, not followed");
            var archive = new ByteArrayOutputStream();
            engine.files().archive("one", "/data/in", archive, Copying.USUAL).await();
            engine.files()
                    .unpack(new ByteArrayInputStream(archive.toByteArray()), "one", "/tree/deep")
                    .await();
            refused(
                    ContainerProblem.ContainerFileMissing.class,
                    ended(engine.files().copyOut("one", "/none", out, Copying.USUAL)));
            refused(
                    ContainerProblem.ContainerFileMissing.class,
                    ended(engine.files().copyIn(in, false, "one", "/none/none", Copying.USUAL)));
            refused(
                    ContainerProblem.ContainerFilesUnusable.class,
                    ended(engine.files().copyIn(in, false, "one", "/tree/a", Copying.USUAL)));
            if (running) {
                assertEquals("from outside", said(engine, "one", "cat /data/in/deep/file"));
                assertEquals("from outside", said(engine, "one", "cat /tree/deep/in/deep/file"));
                assertTrue(listed(engine, "one", "/", "mem").mounted());
                var _ = engine.stop("one", Duration.ZERO).await();
                assertEquals("", String.join(" ", mounts()), "nothing is left mounted");
            }
        }
        var _ = engine.start("one").await();
        assertEquals("from outside", said(engine, "one", "cat /new-false/deep/file"));
        assertEquals("from outside", said(engine, "one", "cat /data/in/deep/file"));
    }

    /** What is mounted of this test's folders; nothing where nothing is mounted. */
    protected List<String> mounts() throws Exception {
        return List.of();
    }

    @Test
    void volumesOutliveTheMakingAnewAndBelongToTheNewOne(@TempDir Path here) throws Exception {
        ContainerEngine engine = engine();
        ContainerWish wish = with(WAITING, volume("data", "/data"), volume("", "/own"));
        run(engine, "one", wish);
        Path tree = tree(here);
        engine.files().copyIn(tree, true, "one", "/data", Copying.USUAL).await();
        engine.files().copyIn(tree, true, "one", "/own", Copying.USUAL).await();
        engine.files().copyIn(tree, false, "one", "/", Copying.USUAL).await();
        List<String> before = names(engine);
        ContainerSnapshot made = engine.recreate("one", "busybox", wish.with(draft -> draft.hostname("other")))
                .await();
        assertEquals(before, names(engine));
        assertEquals(wish.files(), made.spec().orElseThrow().wish().files(), "nobody has given the volume a name");
        assertEquals(13, listed(engine, "one", "/data", "index.html").size());
        assertEquals(13, listed(engine, "one", "/own", "index.html").size());
        refused(
                ContainerProblem.ContainerFileMissing.class,
                () -> engine.files().list("one", "/site"));
        var _ = engine.remove("one", true, true).await();
        assertEquals(List.of("data"), names(engine), "the other one goes with it");
    }

    private static Path tree(Path here) throws Exception {
        Path tree = here.resolve("site");
        Files.createDirectories(tree.resolve("deep"));
        Files.writeString(tree.resolve("index.html"), "<h1>here</h1>");
        Files.write(tree.resolve("deep/bytes"), new byte[] {0, -1, 10, 13});
        Files.createSymbolicLink(tree.resolve("home"), Path.of("index.html"));
        Files.createSymbolicLink(tree.resolve("way"), Path.of("/site/deep"));
        return tree;
    }

    @Test
    void filesOfAContainerThatNeverRanAreCopiedInListedAndCopiedOut(@TempDir Path here) throws Exception {
        ContainerEngine engine = engine();
        var _ = engine.create("busybox", "one", with(WAITING, volume("data", "/data")))
                .await();
        assertEquals(List.of(), changes(engine, "one"));
        Path tree = tree(here);
        Copied copied =
                engine.files().copyIn(tree, false, "one", "/", Copying.USUAL).await();
        assertEquals(6, copied.files());
        assertEquals(13 + 4, copied.bytes());
        assertEquals(
                List.of("FOLDER deep", "LINK home index.html", "FILE index.html", "FOLDER_LINK way /site/deep"),
                engine.files().list("one", "/site").stream()
                        .map(file -> (file.kind() + " " + file.name() + " " + file.target()).strip())
                        .toList());
        ContainerFile page = listed(engine, "one", "/site", "index.html");
        assertEquals(13, page.size());
        assertEquals("0:0", page.uid() + ":" + page.gid(), "what goes in is of the container's root");
        assertEquals(Optional.of(FileChange.Kind.ADDED), page.change());
        assertEquals("bytes", engine.files().list("one", "/site/way").getFirst().name(), "links are followed");
        assertEquals(
                List.of(
                        "A /site",
                        "A /site/deep",
                        "A /site/deep/bytes",
                        "A /site/home",
                        "A /site/index.html",
                        "A /site/way"),
                changes(engine, "one"));
        engine.files().copyIn(tree, true, "one", "/data", Copying.USUAL).await();
        assertTrue(listed(engine, "one", "/", "data").mounted());
        assertEquals(
                Optional.empty(),
                listed(engine, "one", "/data", "index.html").change(),
                "what is mounted is no change of the container");
        engine.files()
                .copyOut("one", "/data/.", here.resolve("out"), Copying.USUAL)
                .await();
        assertEquals("<h1>here</h1>", Files.readString(here.resolve("out/home")));
        assertEquals(-1, Files.mismatch(tree.resolve("deep/bytes"), here.resolve("out/deep/bytes")));
        refused(
                ContainerProblem.ContainerFileMissing.class,
                () -> engine.files().list("one", "/none"));
        refused(
                ContainerProblem.ContainerFilesUnusable.class,
                () -> engine.files().list("one", "/site/index.html"));
        refused(
                ContainerProblem.ContainerFilesUnusable.class,
                ended(engine.files().copyIn(tree, false, "one", "/site/index.html", Copying.USUAL)));
        assertEquals("", String.join(" ", mounts()), "nothing is left mounted");
    }

    @Test
    void whatIsSavedAppearsWholeAndTakesNoFoldersPlace(@TempDir Path here) throws Exception {
        ContainerEngine engine = engine();
        var _ = engine.create("busybox", "one", WAITING).await();
        engine.files().copyIn(tree(here), false, "one", "/", Copying.USUAL).await();
        Path out = Files.createDirectory(here.resolve("out"));
        Path file = Files.writeString(out.resolve("page"), "of the user");
        engine.files().saveOut("one", "/site/index.html", file).await();
        assertEquals("<h1>here</h1>", Files.readString(file));
        engine.files().saveOut("one", "/site/home", file).await();
        assertTrue(Files.isRegularFile(file, java.nio.file.LinkOption.NOFOLLOW_LINKS), "what a link leads to");
        engine.files().saveOut("one", "/site", out.resolve("site")).await();
        assertEquals("<h1>here</h1>", Files.readString(out.resolve("site/home")));
        for (String source : List.of("/site", "/site/index.html")) {
            refused(
                    ContainerProblem.ContainerFilesUnusable.class,
                    ended(engine.files().saveOut("one", source, out.resolve("site"))));
        }
        refused(
                ContainerProblem.ContainerFilesUnusable.class,
                ended(engine.files().saveOut("one", "/site", file)));
        assertEquals("<h1>here</h1>", Files.readString(file), "a folder takes no file's place");
        refused(
                ContainerProblem.ContainerFilesUnusable.class,
                ended(engine.files().saveOut("one", "/site", out.resolve("none/site"))));
        refused(
                ContainerProblem.ContainerFileMissing.class,
                ended(engine.files().saveOut("one", "/none", out.resolve("none"))));
        Job<Copied> cancelled = engine.files().saveOut("one", "/site", out.resolve("later"));
        cancelled.cancel();
        boolean whole = tried(cancelled) == 1;
        assertEquals(whole, Files.exists(out.resolve("later/index.html")));
        try (Stream<Path> left = Files.list(out)) {
            assertEquals(
                    whole ? List.of("later", "page", "site") : List.of("page", "site"),
                    left.map(one -> one.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void anArchiveGoesInAndOutWithItsOwners(@TempDir Path here) throws Exception {
        ContainerEngine engine = engine();
        var _ = engine.create("busybox", "one", WAITING).await();
        engine.files().copyIn(tree(here), false, "one", "/", Copying.USUAL).await();
        var archive = new ByteArrayOutputStream();
        engine.files().archive("one", "/site", archive, Copying.USUAL).await();
        engine.files()
                .unpack(new ByteArrayInputStream(archive.toByteArray()), "one", "/tmp")
                .await();
        assertEquals("index.html", listed(engine, "one", "/tmp/site", "home").target());
        assertEquals(13, listed(engine, "one", "/tmp/site", "index.html").size());
        refused(
                ContainerProblem.ContainerFileMissing.class,
                ended(engine.files().unpack(new ByteArrayInputStream(archive.toByteArray()), "one", "/none")));
    }

    @Test
    void anImageOfAContainerHasWhatWasPutIntoIt(@TempDir Path here) throws Exception {
        ContainerEngine engine = engine();
        var _ = engine.create("busybox", "one", with(WAITING, volume("data", "/data")))
                .await();
        Path tree = tree(here);
        engine.files().copyIn(tree, false, "one", "/", Copying.USUAL).await();
        engine.files().copyIn(tree, false, "one", "/data", Copying.USUAL).await();
        Image image = engine.commit("one", CommitWish.of(ImageReference.parse("localhost/made:3")))
                .await();
        assertEquals(2, image.config().diffIds().size());
        var _ = engine.create("localhost/made:3", "two", WAITING).await();
        assertEquals(13, listed(engine, "two", "/site", "index.html").size());
        assertEquals(List.of(), changes(engine, "two"));
        refused(
                ContainerProblem.ContainerFileMissing.class,
                () -> engine.files().list("two", "/data/site"));
    }

    @Test
    void whatAContainerHasChangedIsToldAndBecomesALayer() throws Exception {
        assumeTrue(runsPrograms(), "there are no real programs in these containers");
        ContainerEngine engine = engine();
        run(engine, "one", with(WAITING, volume("data", "/data/deep")));
        assertEquals(List.of(), changes(engine, "one"), "places to mount on are no changes");
        String script = "mkdir /new; echo x > /new/file; setfattr -n user.a -v b /new/file; rm /bin/ls; mknod /pipe p;"
                + " echo v > /data/deep/v; echo y >> /etc/hosts; rm -r /new2; mkdir /new2; echo f > '/a b'";
        said(engine, "one", script);
        assertEquals(
                List.of("C /bin", "D /bin/ls", "A /a b", "A /new", "A /new/file", "A /new2", "A /pipe").stream()
                        .sorted(Comparator.comparing(line -> line.substring(2)))
                        .toList(),
                changes(engine, "one"));
        assertEquals(
                Optional.of(FileChange.Kind.CHANGED),
                listed(engine, "one", "/", "bin").change());
        assertEquals(
                Optional.of(FileChange.Kind.ADDED),
                listed(engine, "one", "/new", "file").change());
        assertEquals(Optional.empty(), listed(engine, "one", "/bin", "busybox").change());
        Image image = engine.commit(
                        "one",
                        new CommitWish(
                                Optional.of(ImageReference.parse("localhost/made:1")),
                                "me",
                                "as it was",
                                List.of("CMD [\"cat\", \"/new/file\"]", "ENV A=\"b c\"", "WORKDIR /new"),
                                true))
                .await();
        assertEquals(ContainerState.RUNNING, engine.find("one").state(), "it goes on");
        assertEquals(2, image.config().diffIds().size());
        assertEquals(List.of("cat", "/new/file"), image.config().run().command());
        ContainerWish waiting = ContainerWish.of(List.of("sleep", "1000")).on(NetworkWish.of(NetworkWish.NONE));
        var _ = engine.create("localhost/made:1", "two", waiting).await();
        var _ = engine.start("two").await();
        assertEquals(
                "x gone b c /new fifo",
                said(
                        engine,
                        "two",
                        "echo $(cat /new/file) $(test -e /bin/ls || echo gone) $A $PWD $(stat -c %F /pipe)"));
        assertEquals("gone", said(engine, "two", "test -e /data/deep/v || echo gone"));
        assertEquals(List.of(), changes(engine, "two"));
        // A folder that was replaced shows nothing of what was there before.
        said(engine, "two", "rm -r /new; mkdir /new; echo z > /new/other; cd /");
        assertEquals(List.of("C /new", "D /new/file", "A /new/other"), changes(engine, "two"));
        var _ = engine.commit("two", CommitWish.of(ImageReference.parse("localhost/made:2")))
                .await();
        var _ = engine.create("localhost/made:2", "three", waiting).await();
        var _ = engine.start("three").await();
        assertEquals("other", said(engine, "three", "ls /new || busybox ls /new"));
    }

    @Test
    void linksThatAreSwappedMeanwhileLeadNowhereOutside(@TempDir Path here) throws Exception {
        assumeTrue(runsPrograms(), "there are no real programs in these containers");
        ContainerEngine engine = engine();
        Path secret = Files.createDirectory(here.resolve("secret"));
        Files.writeString(secret.resolve("file"), "of this computer");
        String swap = "mkdir -p /real " + secret + "; echo inside > /real/file; echo trap > " + secret + "/file;"
                + " while :; do ln -sfn " + secret + " /way; ln -sfn ../../../../../.." + secret + " /way;"
                + " rm /way; mkdir /way; echo inside > /way/file; rm -r /way; done";
        run(engine, "one", wish("sh", "-c", swap));
        Path file = Files.writeString(here.resolve("payload"), "payload");
        Path out = Files.createDirectory(here.resolve("out"));
        TimeSource time = TimeSource.system();
        long end = time.nanos() + Duration.ofSeconds(2).toNanos();
        int copied = 0;
        for (int i = 0; time.nanos() < end || copied <= enoughCopies(); i++) {
            copied += tried(engine.files().copyOut("one", "/way/file", out.resolve("o" + i), Copying.USUAL));
            copied += tried(engine.files().copyIn(file, false, "one", "/way/file", Copying.USUAL));
            copied += tried(engine.files().copyOut("one", "/way", out.resolve("d" + i), new Copying(false, true)));
        }
        assertTrue(copied > enoughCopies(), "it was tried: " + copied);
        assertEquals("of this computer", Files.readString(secret.resolve("file")));
        try (Stream<Path> files = Files.walk(out)) {
            for (Path one : files.filter(Files::isRegularFile).toList()) {
                assertFalse(Files.readString(one).contains("of this computer"), one.toString());
            }
        }
    }

    private static int tried(Job<Copied> copy) throws InterruptedException {
        try {
            var _ = copy.await();
            return 1;
        } catch (ProblemException e) {
            return 0;
        }
    }
}
