package dev.hamlet.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.cli.CommandLineFixture.Run;
import dev.hamlet.engine.hypervisor.fake.FakeGuest;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.CdSpec;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineState;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command of machines, while another engine on the same home has them open, as a window does. */
@Timeout(60)
class MachineCommandsTest {
    @TempDir
    private Path folder;

    private CommandLineFixture fixture;

    @BeforeEach
    void open() throws ProblemException {
        fixture = new CommandLineFixture(folder.resolve("home"));
        fixture.window().machines().follow();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static void assertDone(String expected, Run run) {
        assertEquals("", run.err());
        assertEquals(expected + "\n", run.out());
        assertEquals(0, run.code());
    }

    private void assertRefused(int code, String title, Run run) {
        assertEquals("", run.out());
        assertTrue(run.err().startsWith(title + ".\n"), run.err());
        assertEquals(code, run.code());
    }

    private MachineState stateInTheWindow(String name) throws ProblemException, InterruptedException {
        return fixture.window().machines().find(name).snapshot().state();
    }

    @Test
    void aMachineLivesFromCreateToDelete() throws Exception {
        Run created = fixture.create("web", "--cpus", "1", "--memory", "64M");
        assertEquals(0, created.code(), created.err());
        assertTrue(created.out().matches("(?s)web is made \\(web-[0-9a-f]{6}\\)\\.\nStart it: hamlet vm start web-.*"));
        assertDone("web is running.", fixture.run("vm", "start", "web"));
        assertEquals(MachineState.RUNNING, stateInTheWindow("web"));
        assertDone("web is running already.", fixture.run("vm", "start", "web"));
        assertDone("web is paused.", fixture.run("vm", "pause", "web"));
        assertEquals(MachineState.PAUSED, stateInTheWindow("web"));
        assertDone("web is paused already.", fixture.run("vm", "pause", "web"));
        assertDone("web goes on.", fixture.run("vm", "resume", "web"));
        assertDone("web is running already.", fixture.run("vm", "resume", "web"));
        assertDone("web is restarted.", fixture.run("vm", "reset", "web"));
        assertDone("web is stopped.", fixture.run("vm", "stop", "web"));
        assertDone("web is stopped already.", fixture.run("vm", "stop", "web"));
        assertDone("web is stopped already.", fixture.run("vm", "kill", "web"));
        assertDone("web is running.", fixture.run("vm", "start", "web"));
        assertDone("web is killed.", fixture.run("vm", "kill", "web"));
        Run deleted = fixture.run("vm", "delete", "web");
        assertEquals(0, deleted.code());
        Path trash = Path.of(deleted.out().strip().substring("web is in the trash: ".length()));
        assertTrue(Files.exists(trash.resolve("machine.json")));
        assertRefused(3, "No such machine", fixture.run("vm", "start", "web"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "comma,here",
                "quote'single",
                "quote\"double",
                "100%",
                "Müller",
                "🐳 whale",
                "データ",
                "-dash",
                "@home",
                "$(reboot)",
                "back\\slash",
                "a=b",
                "${HOME}",
                "--json",
                "list"
            })
    void namesMayHaveAnyCharacters(String name) throws Exception {
        assertEquals(0, fixture.create(name).code());
        assertDone(name + " is running.", fixture.run("vm", "start", "--", name));
        Run list = fixture.run("vm", "list");
        assertTrue(list.out().contains(name + " "), list.out());
        assertEquals(0, fixture.run("vm", "show", "--", name).code());
        assertDone(name + " is stopped.", fixture.run("vm", "stop", "--", name));
        assertDone(name + " is now called plain.", fixture.run("vm", "rename", "--", name, "plain"));
        assertEquals(0, fixture.run("vm", "delete", "--", "plain").code());
    }

    @Test
    void severalMachinesAreStartedAndOneThatIsNotThereIsNamed() throws IOException {
        assertEquals(0, fixture.create("one", "--memory", "32M").code());
        assertEquals(0, fixture.create("two", "--memory", "32M").code());
        Run run = fixture.run("vm", "start", "one", "twoo", "two");
        assertEquals("one is running.\ntwo is running.\n", run.out());
        assertEquals("""
                No such machine.
                  No machine is named twoo.
                What to do:
                  - Did you mean two?
                  - See what there is: hamlet vm list
                """, run.err());
        assertEquals(3, run.code());
    }

    @Test
    void aGuestThatIgnoresTheButtonRunsOnUnlessForced() throws Exception {
        fixture.create("web");
        fixture.run("vm", "start", "web");
        fixture.guest("web").ignoreShutdown(true);
        assertRefused(1, "The guest does not answer", fixture.run("vm", "stop", "--timeout", "300ms", "web"));
        assertTrue(fixture.guest("web").isAlive());
        assertDone("web is stopped.", fixture.run("vm", "stop", "--force", "--timeout", "300ms", "web"));
        fixture.run("vm", "start", "web");
        fixture.guest("web").ignoreShutdown(true);
        assertDone("web is stopped.", fixture.run("vm", "stop", "--force", "--timeout", "0", "web"));
    }

    @Test
    void whatDoesNotFitTheStateIsRefusedWithAWayOut() throws Exception {
        fixture.create("web");
        Run paused = fixture.run("vm", "pause", "web");
        assertRefused(4, "Not possible now", paused);
        assertTrue(paused.err().contains("web is stopped, so Hamlet cannot pause it."), paused.err());
        assertTrue(paused.err().contains("- Start it first: hamlet vm start web"), paused.err());
        fixture.run("vm", "start", "web");
        assertRefused(4, "Not possible now", fixture.run("vm", "delete", "web"));
        assertEquals(0, fixture.run("vm", "delete", "--force", "web").code());
    }

    @Test
    void settingsAreChangedAndSaidToActLaterWhereTheMachineRuns() throws Exception {
        int web = CommandLineFixture.freePort();
        int names = CommandLineFixture.freePort();
        fixture.create("web", "--forward", web + ":80");
        assertDone(
                "web is changed.",
                fixture.run("vm", "set", "web", "--cpus", "2", "--memory", "96M", "--forward", "udp:" + names + ":53"));
        Machine machine = fixture.window().machines().find("web");
        assertEquals(2, machine.spec().vcpus());
        assertEquals(List.of(web + ":80", "udp:" + names + ":53"), forwards(machine));
        assertDone("web is running.", fixture.run("vm", "start", "web"));
        assertDone(
                "web is changed. It is running, so this acts at its next start: Acceleration.",
                fixture.run(
                        "vm",
                        "set",
                        "web",
                        "--remove-forward",
                        Integer.toString(web),
                        "--forward",
                        "udp:" + names + ":54",
                        "--software"));
        machine.refresh();
        assertEquals(List.of("udp:" + names + ":54"), forwards(machine));
        assertRefused(2, "A value cannot be used", fixture.run("vm", "set", "web", "--remove-forward", "99"));
        assertEquals(2, fixture.run("vm", "set", "web").code());
    }

    @Test
    void aRunningGuestIsShownWithWhatItHasAndNotWithWhatItWillHave() throws Exception {
        fixture.create("web", "--cpus", "1", "--memory", "64M", "--start");
        fixture.run("vm", "set", "web", "--cpus", "2", "--memory", "128M");
        String shown = fixture.run("vm", "show", "web").out();
        assertTrue(shown.contains("64 MiB; 128 MiB from its next start on"), shown);
        assertTrue(shown.contains("1; 2 from its next start on"), shown);
        String listed = fixture.run("vm", "list").out();
        assertTrue(listed.contains("64 MiB") && !listed.contains("128 MiB"), listed);
        String json = fixture.run("vm", "show", "web", "--json").out();
        assertTrue(json.contains("\"memoryBytes\" : " + (64 << 20)) && json.contains("\"cpus\" : 1"), json);
        fixture.run("vm", "kill", "web");
        assertTrue(fixture.run("vm", "list").out().contains("128 MiB"));
    }

    @Test
    void aMachineWhoseFirstStartFailsIsToldToBeThere() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String forward = taken.getLocalPort() + ":80";
            Run run = fixture.create("web", "--forward", forward, "--start");
            assertTrue(run.out().startsWith("web is made (web-"), run.out());
            assertEquals(4, run.code(), run.err());
            Run json = fixture.create("other", "--forward", forward, "--start", "--json");
            assertTrue(json.out().contains("\"name\" : \"other\""), json.out());
            assertEquals(4, json.code(), json.err());
        }
    }

    @Test
    void aCdThatIsNotThereIsNotPutIn() throws Exception {
        fixture.create("web");
        assertRefused(1, "There is no such CD image", fixture.run("vm", "set", "web", "--cd", "/nowhere/a.iso"));
        assertEquals(List.of(), fixture.window().machines().find("web").spec().cds());
    }

    @ParameterizedTest
    @CsvSource({"No space left on device,1", "Bad file descriptor,1", "Broken pipe,0"})
    void anOutputThatIsLostIsNoSuccessUnlessItsReaderHasSeenEnough(String reason, int code) throws Exception {
        fixture.create("web");
        OutputStream full = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException(reason);
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        assertEquals(code, fixture.front("", full, err).run("vm", "list", "--json"));
        assertEquals(code == 1, err.toString(UTF_8).contains(reason), err.toString(UTF_8));
    }

    private static List<String> forwards(Machine machine) throws ProblemException {
        return machine.spec().network().forwards().stream()
                .map(dev.hamlet.app.words.MachineWords::forward)
                .toList();
    }

    @Test
    void aMachineIsNamedByTheBeginningOfItsIdAndAMistypedIdIsRecognised() throws Exception {
        fixture.create("Web server");
        String id = fixture.window().machines().find("Web server").id().value();
        assertDone("Web server is running.", fixture.run("vm", "start", "web-s"));
        Run mistyped = fixture.run("vm", "stop", "bew" + id.substring(3));
        assertEquals(3, mistyped.code());
        assertTrue(mistyped.err().contains("- Did you mean " + id + "?"), mistyped.err());
        fixture.create("Web search");
        String other = fixture.window().machines().find("Web search").id().value();
        Run several = fixture.run("vm", "stop", "web-se");
        assertRefused(3, "More than one machine", several);
        assertTrue(several.err().contains("web-se begins the ids of " + other + ", " + id + "."), several.err());
    }

    @Test
    void aNewNameThatIsEmptyIsSaidToBe() throws Exception {
        fixture.create("web");
        Run run = fixture.run("vm", "rename", "web", "");
        assertRefused(2, "A setting cannot be so", run);
        assertTrue(run.err().contains("The name cannot be empty. Allowed: 1 to "), run.err());
    }

    @Test
    void aMachineThatWantsMoreThanThereIsStartsOnTheUsersWordAlone() throws Exception {
        fixture.create("web", "--memory", "1024 TiB");
        Run refused = fixture.run("vm", "start", "web");
        assertRefused(4, "Not enough memory", refused);
        assertTrue(refused.err().contains("- Start anyway: hamlet vm start --overcommit web"), refused.err());
        assertDone("web is running.", fixture.run("vm", "start", "--overcommit", "web"));
        fixture.create("wide", "--cpus", "288");
        assertRefused(4, "More processors than here", fixture.run("vm", "start", "wide"));
        assertDone("wide is running.", fixture.run("vm", "start", "--overcommit", "wide"));
    }

    @Test
    void aTakenPortIsAnsweredWithACommandThatMendsIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            fixture.create("web", "--forward", taken.getLocalPort() + ":80");
            Run refused = fixture.run("vm", "start", "web");
            String remedy = refused.err()
                    .lines()
                    .filter(line -> line.contains("hamlet vm set"))
                    .findFirst()
                    .orElseThrow();
            String command = remedy.substring(remedy.indexOf("hamlet ") + "hamlet ".length());
            assertDone("web is changed.", fixture.run(command.split(" ", -1)));
            assertDone("web is running.", fixture.run("vm", "start", "web"));
        }
    }

    @Test
    void aMissingCdIsAnsweredWithACommandThatMendsIt() throws Exception {
        fixture.create("my web");
        Machine machine = fixture.window().machines().find("my web");
        machine.change(spec -> spec.addCd(new CdSpec("cd0", Path.of("/nowhere/a.iso"))));
        Run refused = fixture.run("vm", "start", "my web");
        assertRefused(1, "There is no such CD image", refused);
        assertTrue(refused.err().contains("- Start without it: hamlet vm set --no-cd 'my web'\n"), refused.err());
        fixture.run("vm", "set", "--no-cd", "my web");
        assertDone("my web is running.", fixture.run("vm", "start", "my web"));
    }

    @Test
    void theListAndTheFactsOfAMachineAreTheSameWhoeverWatchesItsGuest() throws Exception {
        fixture.create("web", "--cpus", "1", "--memory", "64M");
        Machine machine = fixture.window().machines().find("web");
        machine.start(StartOptions.CAREFUL).await();
        Run list = fixture.run("vm", "list");
        assertTrue(
                list.out().lines().anyMatch(line -> line.matches("web +Running +\\S+ s +1 +64 MiB\\b.*")), list.out());
        Run show = fixture.run("vm", "show", "web");
        assertTrue(show.out().lines().anyMatch(line -> line.matches("State +Running, for \\S+ s")), show.out());
        assertTrue(
                show.out()
                        .contains("process "
                                + Objects.requireNonNull(machine.snapshot().launch())
                                        .pid() + ", user "),
                show.out());
        fixture.run("vm", "pause", "web");
        // The window hears of it by an event, a moment later.
        assertTrue(TimeSource.system()
                .await(
                        () -> machine.snapshot().state() == MachineState.PAUSED,
                        Duration.ofSeconds(20),
                        Duration.ofMillis(5)));
        assertTrue(fixture.run("vm", "list").out().contains("Paused"));
        machine.forceOff().await();
        Run off = fixture.run("vm", "list");
        assertTrue(off.out().lines().anyMatch(line -> line.matches("web +Stopped +1 +64 MiB\\b.*")), off.out());
        assertFalse(fixture.run("vm", "show", "web").out().contains("process "));
    }

    @Test
    void theHostTellsWhatRunningGuestsWerePromisedAndWhatIsLeft() throws Exception {
        assertTrue(fixture.run("host").out().matches("(?s).*\nPromised +nothing, .* free for a guest\n.*"));
        fixture.create("one", "--memory", "64M", "--start");
        fixture.create("two", "--memory", "32M", "--start");
        String host = fixture.run("host").out();
        assertTrue(host.matches("(?s).*\nPromised +96 MiB to 2 running, .* free for another\n.*"), host);
        assertTrue(host.matches("(?s).*\nHypervisor +Fake \\S+\n.*\nFeatures +\\S.*"), host);
    }

    @Test
    void theDoctorSaysWhatItsFiguresAre() {
        String doctor = fixture.run("doctor").out();
        String user = "Account +ok +" + System.getProperty("user.name") + ", user number [0-9]+";
        assertTrue(doctor.lines().anyMatch(line -> line.matches(user)), doctor);
        assertTrue(doctor.contains(", your groups: "), doctor);
    }

    @Test
    void aNoteInTheListSaysWhatHappenedAndNotToWhomAgain() throws Exception {
        fixture.create("web");
        fixture.run("vm", "start", "web");
        fixture.guest("web").crash();
        // How a guest ended is known to all once its watcher has written it down.
        assertTrue(TimeSource.system()
                .await(
                        () -> fixture.run("vm", "list").out().contains("Ended unexpectedly"),
                        Duration.ofSeconds(20),
                        Duration.ofMillis(20)));
        Run list = fixture.run("vm", "list");
        assertFalse(list.out().contains("web ended"), list.out());
        assertTrue(fixture.run("vm", "show", "web").out().contains("  Nobody told web to stop."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,5 GB", "-1", "1e3", "", "lots", "10 Gb!", "0x10"})
    void sizesThatCannotBeReadAreRefused(String size) throws IOException {
        Run run = fixture.create("web", "--memory=" + size);
        assertRefused(2, "A size cannot be read", run);
        assertEquals(
                "No machines yet. Make one: hamlet vm create NAME --image IMAGE\n",
                fixture.run("vm", "list").out());
    }

    @Test
    void sizesAreReadAsPeopleWriteThem() throws Exception {
        for (String size : List.of("64M", "64 MiB", "64mib", "67108864", "0.0625g")) {
            fixture.create("m" + size, "--memory=" + size);
            assertEquals(
                    64,
                    fixture.window().machines().find("m" + size).spec().memory().mebibytes());
        }
    }

    @Test
    void aBrokenMachineIsListedAndShownWithItsProblem() throws Exception {
        fixture.create("web");
        fixture.create("other");
        Path file = fixture.window().machines().find("web").folder().spec();
        Files.writeString(file, "{\n  \"version\": 1,\n  \"name\"");
        Run list = fixture.run("vm", "list");
        assertTrue(list.out().contains("Cannot be read"), list.out());
        assertTrue(list.out().contains("other"), list.out());
        String id = String.valueOf(Objects.requireNonNull(file.getParent()).getFileName());
        Run show = fixture.run("vm", "show", id);
        assertEquals(0, show.code());
        assertTrue(show.out().contains("The settings cannot be read."), show.out());
        assertRefused(1, "The settings cannot be read", fixture.run("vm", "start", id));
    }

    @Test
    void thePictureOfTheScreenIsAPngThatIsNotBlank() throws Exception {
        fixture.create("web");
        fixture.run("vm", "start", "web");
        Path picture = folder.resolve("a picture.png");
        assertDone(
                "A picture of the screen of web is in " + picture,
                fixture.run("vm", "screenshot", "web", picture.toString()));
        assertEquals(720, Picture.of(picture).width());
        assertRefused(4, "Not possible now", stoppedScreenshot(picture));
    }

    private Run stoppedScreenshot(Path picture) {
        fixture.run("vm", "stop", "web");
        return fixture.run("vm", "screenshot", "web", picture.toString());
    }

    @Test
    void logsAreShownFromTheLineThatWasAskedFor() throws Exception {
        fixture.create("web");
        assertEquals(
                "Nothing is written there yet.\n",
                fixture.run("vm", "log", "web").err());
        Machine machine = fixture.window().machines().find("web");
        Files.writeString(machine.folder().serialLog(), "one\ntwo\nthree\n");
        Files.writeString(machine.folder().hypervisorLog(), "qemu: warning\n");
        assertEquals("one\ntwo\nthree\n", fixture.run("vm", "log", "web").out());
        assertEquals(
                "three\n",
                fixture.run("vm", "log", "-n", "1", "--serial", "web").out());
        assertEquals(
                "qemu: warning\n",
                fixture.run("vm", "log", "--hypervisor", "web").out());
        assertEquals(
                "{\"line\":\"three\"}\n",
                fixture.run("vm", "log", "--json", "-n1", "web").out());
        assertEquals(
                2, fixture.run("vm", "log", "--serial", "--hypervisor", "web").code());
    }

    @Test
    void followingALogEndsWithTheMachine() throws Exception {
        fixture.create("web");
        fixture.run("vm", "start", "web");
        Machine machine = fixture.window().machines().find("web");
        Files.writeString(machine.folder().serialLog(), "login:\n");
        fixture.guest("web").shutDown();
        Run run = fixture.run("vm", "log", "-f", "web");
        assertEquals("login:\n", run.out());
        assertEquals(0, run.code());
    }

    @Test
    void aFullDiskIsSaidInTheList() throws Exception {
        fixture.create("web");
        fixture.run("vm", "start", "web");
        FakeGuest guest = fixture.guest("web");
        guest.fillDisk("disk0");
        Run list = fixture.run("vm", "list");
        assertTrue(list.out().contains("Paused, disk full"), list.out());
        assertRefused(1, "Disk full, machine paused", fixture.run("vm", "resume", "web"));
        guest.freeDisk();
        assertDone("web goes on.", fixture.run("vm", "resume", "web"));
    }

    @Test
    void theConsoleNeedsATerminalAndSaysSo() throws Exception {
        fixture.create("web");
        Run stopped = fixture.run("vm", "console", "web");
        assertRefused(4, "Not possible now", stopped);
        assertFalse(stopped.err().isEmpty());
    }

    @Test
    void aNameThatIsTakenIsRefusedWithAFreeOne() throws IOException {
        fixture.create("web");
        Run run = fixture.create("WEB");
        assertRefused(4, "The name is taken", run);
        assertTrue(run.err().contains("- Use WEB 2"), run.err());
    }

    @Test
    void watchingTellsHowAllStandAndThenEachChangeOnce() throws Exception {
        fixture.create("web");
        fixture.create("other");
        fixture.run("vm", "start", "web");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CommandLineFront front = fixture.front("", out, err);
        AtomicInteger code = new AtomicInteger(-1);
        Thread watching = Threads.virtual("watching", () -> code.set(front.run("vm", "watch")));
        awaitText(out, "web: Running");
        assertTrue(text(out).contains("other: Stopped"), text(out));
        assertFalse(text(out).contains("web: Stopped"), text(out));
        fixture.run("vm", "pause", "web");
        awaitText(out, "web: Paused");
        fixture.run("vm", "delete", "other");
        awaitText(out, ": gone");
        front.cancel();
        watching.join();
        assertEquals(130, code.get());
        assertEquals("", text(err));
        List<String> lines = text(out).lines().map(line -> line.substring(10)).toList();
        for (int i = 1; i < lines.size(); i++) {
            assertFalse(lines.get(i).equals(lines.get(i - 1)), lines.toString());
        }
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }

    private static void awaitText(ByteArrayOutputStream stream, String wanted) throws InterruptedException {
        boolean came = TimeSource.system()
                .await(() -> text(stream).contains(wanted), Duration.ofSeconds(20), Duration.ofMillis(20));
        assertTrue(came, () -> wanted + " is not in " + text(stream));
    }

    @Test
    void aCommandThatIsCancelledTakesItsWorkBack() throws Exception {
        fixture.create("web");
        fixture.run("vm", "start", "web");
        fixture.guest("web").ignoreShutdown(true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CommandLineFront front = fixture.front("", out, err);
        AtomicInteger code = new AtomicInteger(-1);
        Thread stopping =
                Threads.virtual("stopping", () -> code.set(front.run("vm", "stop", "--timeout", "10m", "web")));
        assertTrue(TimeSource.system().await(fixture::isWorking, Duration.ofSeconds(20), Duration.ofMillis(20)));
        front.cancel();
        stopping.join();
        assertEquals(130, code.get());
        assertTrue(text(err).startsWith("Cancelled.\n"), text(err));
        assertTrue(fixture.guest("web").isAlive());
    }
}
