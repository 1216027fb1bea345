package dev.hamlet.app.shell;

import static dev.hamlet.app.shell.WindowHome.await;
import static dev.hamlet.app.shell.WindowHome.awaitNoGuest;
import static dev.hamlet.app.shell.WindowHome.guest;
import static dev.hamlet.app.shell.WindowHome.picture;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.catalog.TinyGuest;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.media.LibraryEntry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way of a person who makes a machine: a window on an X display, mouse and keyboard, a guest in QEMU that does
 * what it is told, and nothing left of it in the end. What was on the screen at each stage lies in {@code target/windows}.
 */
@Tag("real")
@Timeout(300)
class NewMachineWindowIT {
    /** Writes the text behind it on the screen, by the BIOS, and halts. */
    private static final byte[] WRITES = {
        0x31,
        (byte) 0xc0, // xor ax, ax
        (byte) 0x8e,
        (byte) 0xd8, // mov ds, ax
        (byte) 0xbe,
        0x18,
        0x7c, // mov si, 0x7c18
        (byte) 0xac, // lodsb
        0x08,
        (byte) 0xc0, // or al, al
        0x74,
        0x09, // jz 0x15
        (byte) 0xb4,
        0x0e, // mov ah, 0x0e
        (byte) 0xbb,
        0x07,
        0x00, // mov bx, 7
        (byte) 0xcd,
        0x10, // int 0x10
        (byte) 0xeb,
        (byte) 0xf2, // jmp 0x07
        (byte) 0xf4, // hlt
        (byte) 0xeb,
        (byte) 0xfd // jmp 0x15
    };

    /** The share of a screen of 80 by 25 letters that some lines of text light up. */
    private static final double SOME_TEXT = 0.01;

    private static final double MOST_TEXT = 0.4;
    private static final int PORT_OF_GUEST = 8080;
    private static final String GREETING = "hello from the guest";

    private static final String PROMPT = "tiny# ";

    /** Asks the guest whether its cable is plugged in. */
    private static final String CARRIER = "echo carrier $(cat /sys/class/net/eth0/carrier)";

    @TempDir
    private Path folder;

    private WindowHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new WindowHome(folder);
    }

    @AfterEach
    void endGuests() throws Exception {
        if (home != null) {
            home.endGuests();
        }
    }

    @Test
    void enterAllTheWayMakesALinuxThatObeysItsSettingsAndGoesWithoutATrace() throws Exception {
        home.buildTinyGuest();
        try (WindowProcess window = home.open();
                Engine engine = home.engine()) {
            window.awaitFocus("machines-welcome-make");
            window.press("ENTER");
            window.awaitText("wizard-list", "Tiny guest");
            window.awaitFocus("wizard-list");
            window.awaitEnabled("wizard-next");
            picture(window, "new-1-what");
            window.press("ENTER");
            window.awaitText("wizard-name", "Tiny guest");
            window.awaitEnabled("wizard-next");
            picture(window, "new-2-resources");
            window.press("ENTER");
            window.awaitFocus("wizard-start");
            window.awaitText("wizard-summary", "Tiny guest");
            picture(window, "new-3-summary");
            window.press("ENTER");
            window.awaitText("machine-state", "Running");
            Machine machine = engine.machines().find("Tiny guest");
            awaitReady(machine, 1);
            window.awaitLight("preview-screen", SOME_TEXT, MOST_TEXT);
            picture(window, "new-4-booted");

            window.press("CONTROL E");
            window.click("settings-section-resources");
            window.write("settings-memory-field", "160");
            window.press("ENTER");
            await("the guest gave no memory back", () -> memory(machine).compareTo(ByteSize.ofMebibytes(160)) <= 0);
            picture(window, "new-5-memory");

            window.click("settings-section-network");
            window.awaitText("settings-cable", "Plugged");
            window.click("settings-cable");
            type(machine, CARRIER, "carrier 0");
            window.click("settings-cable");
            type(machine, CARRIER, "carrier 1");

            window.click("settings-reach");
            window.awaitText("settings-waiting", "next start");
            picture(window, "new-6-waits");
            window.click("settings-done");
            window.click("machines-stop");
            window.awaitText("machine-state", "Stopped");
            awaitNoGuest(machine.id());
            window.click("machines-start");
            window.awaitText("machine-state", "Running");
            awaitReady(machine, 2);

            int port = freePort();
            window.press("CONTROL E");
            window.click("settings-section-network");
            window.write("settings-forward-host-port", Integer.toString(port));
            window.write("settings-forward-guest-port", Integer.toString(PORT_OF_GUEST));
            window.click("settings-forward-add");
            window.awaitText("settings-forwards", Integer.toString(port));
            await("the port is not forwarded", () -> isForwarded(machine, port));
            picture(window, "new-7-forward");
            window.click("settings-done");
            type(machine, "while true; do echo " + GREETING + " | nc -l -p " + PORT_OF_GUEST + "; done &", "nc");
            await("nobody answers at the forwarded port", () -> greeting(port).contains(GREETING));
            window.awaitLight("preview-screen", SOME_TEXT, MOST_TEXT);
            picture(window, "new-8-answers");

            window.click("machines-stop");
            window.awaitText("machine-state", "Stopped");
            awaitNoGuest(machine.id());
            window.click("machines-more");
            window.click("machines-delete-item");
            window.awaitFocus("question-cancel");
            picture(window, "new-9-delete");
            window.click("question-deed");
            window.awaitText("welcome", "");
            window.awaitFocus("machines-welcome-make");
            assertNothingLeft(engine, 1);
            picture(window, "new-10-gone");
            window.pressToEnd("CONTROL W");
        }
    }

    @Test
    void aCdByMouseStartsIsSeenOnTheScreenAndIsTakenOutWhileItsGuestRuns() throws Exception {
        Path cd = bootableCd();
        try (WindowProcess window = home.open();
                Engine engine = home.engine()) {
            window.click("machines-welcome-make");
            window.click("wizard-kind-cd");
            window.write("wizard-cd-file", cd.toString());
            window.awaitText("wizard-cd-found", "GREETER");
            picture(window, "cd-1-file");
            window.click("wizard-next");
            window.write("wizard-name", "Größe");
            window.write("wizard-memory-field", "1");
            picture(window, "cd-2-resources");
            window.click("wizard-next");
            window.awaitText("wizard-summary", cd.toString());
            picture(window, "cd-3-summary");
            window.click("wizard-create");
            window.awaitText("machine-state", "Running");
            Machine machine = engine.machines().find("Größe");
            window.awaitLight("preview-screen", SOME_TEXT, MOST_TEXT);
            picture(window, "cd-4-booted");
            ProcessHandle guest = guest(machine.id()).orElseThrow();
            assertTrue(isOpen(guest, cd));

            window.press("CONTROL E");
            window.click("settings-section-storage");
            window.click("settings-" + machine.spec().cds().getFirst().id() + "-eject");
            window.awaitGone("settings-" + machine.spec().cds().getFirst().id() + "-eject");
            window.awaitText("settings-" + machine.spec().cds().getFirst().id(), "empty");
            picture(window, "cd-5-ejected");
            window.press("ESCAPE");
            window.awaitGone("settings-title");

            window.press("CONTROL SHIFT K");
            window.click("question-deed");
            window.awaitText("machine-state", "Stopped");
            awaitNoGuest(machine.id());
            window.press("DELETE");
            window.click("question-deed");
            window.awaitFocus("machines-welcome-make");
            assertNothingLeft(engine, 1);
            assertTrue(Files.exists(cd), "a file that was handed in stays");
        }
    }

    @Test
    void cancellingAHalfLoadedMachineLeavesNothing() throws Exception {
        byte[] disk = new byte[8 << 20];
        try (ServerSocket site = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Engine engine = home.engine()) {
            Thread.ofVirtual().start(() -> serveHalf(site, disk.length));
            offer(engine, site.getLocalPort(), disk.length);
            try (WindowProcess window = home.open()) {
                window.click("machines-welcome-make");
                window.awaitText("wizard-list", "Mine 1");
                window.write("wizard-search", "mine");
                window.awaitEnabled("wizard-next");
                window.press("ENTER");
                window.awaitText("wizard-name", "Mine 1");
                window.press("ENTER");
                window.awaitFocus("wizard-start");
                window.press("ENTER");
                window.awaitText("job-title", "Downloading");
                picture(window, "cancel-1-half");
                window.click("job-cancel");
                window.awaitGone("job-cancel");
                window.awaitFocus("machines-welcome-make");
                picture(window, "cancel-2-gone");
                assertNothingLeft(engine, 0);
                assertEquals(
                        List.of(),
                        engine.images().list().stream().map(LibraryEntry::name).toList());
                window.pressToEnd("CONTROL W");
            }
        }
    }

    private static void offer(Engine engine, int port, int size) throws IOException {
        Path catalog = engine.paths().config().resolve("catalog.json");
        Files.createDirectories(catalog.getParent());
        Files.writeString(catalog, """
                {"format": 1, "entries": [{"id": "mine-1", "system": "mine", "name": "Mine", "version": "1",
                  "architecture": "x86_64", "format": "raw", "size": %d, "cloudInit": false,
                  "memory": {"minimum": "64 MiB", "recommended": "128 MiB"},
                  "disk": {"minimum": "1 GiB", "recommended": "2 GiB"}, "firmware": ["bios"],
                  "sources": [{"url": "http://127.0.0.1:%d/mine.raw", "digest": "sha256:%s"}]}]}
                """.formatted(size, port, "0".repeat(64)));
    }

    /** Sends half of what it promises, and then holds the line. */
    private static void serveHalf(ServerSocket site, int size) {
        try {
            while (true) {
                Socket line = site.accept();
                line.getOutputStream()
                        .write(("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                line.getOutputStream().write(new byte[size / 2]);
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private Path bootableCd() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/xorriso")), "xorriso is not installed (package xorriso)");
        Path tree = Files.createDirectory(folder.resolve("tree"));
        byte[] text = "Good morning from a CD.\r\n".repeat(20).getBytes(StandardCharsets.US_ASCII);
        byte[] program = Arrays.copyOf(WRITES, 2048);
        System.arraycopy(text, 0, program, WRITES.length, text.length);
        Files.write(tree.resolve("boot.bin"), program);
        Path cd = folder.resolve("greeter.iso");
        Process made = new ProcessBuilder(
                        "/usr/bin/xorriso",
                        "-as",
                        "mkisofs",
                        "-quiet",
                        "-V",
                        "GREETER",
                        "-b",
                        "boot.bin",
                        "-no-emul-boot",
                        "-boot-load-size",
                        "4",
                        "-o",
                        cd.toString(),
                        tree.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, made.waitFor(), said);
        return cd;
    }

    /** Whether the system says that this process has this file open. */
    private static boolean isOpen(ProcessHandle process, Path file) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            for (Path one : open.toList()) {
                if (Files.isSymbolicLink(one) && Files.readSymbolicLink(one).equals(file)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static ByteSize memory(Machine machine) throws Exception {
        return machine.guestMemory().orElse(ByteSize.ofGibibytes(1));
    }

    private static boolean isForwarded(Machine machine, int port) throws Exception {
        return machine.guest("read").record().forwards().stream().anyMatch(one -> one.hostPort() == port);
    }

    private static String log(Machine machine) throws IOException {
        return Files.readString(machine.folder().serialLog(), StandardCharsets.ISO_8859_1);
    }

    /** Waits for the line that says that the guest is up, which each start writes. */
    private static void awaitReady(Machine machine, int starts) throws Exception {
        await("the guest has not come up", () -> log(machine).split(TinyGuest.READY, -1).length > starts);
    }

    /** Types this on the serial line until the log of that line says so since then. */
    private static void type(Machine machine, String words, String answer) throws Exception {
        try (RunningGuest.SerialLine line = machine.guest("serial").serial(true)) {
            await("\"" + words + "\" is not answered by " + answer, () -> {
                int before = log(machine).length();
                ByteBuffer bytes = ByteBuffer.wrap((words + "\n").getBytes(StandardCharsets.US_ASCII));
                while (bytes.hasRemaining()) {
                    line.channel().write(bytes);
                }
                await("the guest's shell is silent", () -> log(machine).indexOf(PROMPT, before) >= 0);
                return log(machine).indexOf(answer, before) >= 0;
            });
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String greeting(int port) {
        try (Socket socket = new Socket()) {
            int patience = Math.toIntExact(Duration.ofSeconds(2).toMillis());
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), patience);
            socket.setSoTimeout(patience);
            byte[] said = new byte[GREETING.length()];
            int count = socket.getInputStream().readNBytes(said, 0, said.length);
            return new String(said, 0, count, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }

    /** No machine is left; what was deleted waits in the trash. */
    private static void assertNothingLeft(Engine engine, int inTrash) throws Exception {
        await(
                "a machine's folder is left",
                () -> names(engine.paths().machines()).isEmpty());
        assertEquals(inTrash, names(engine.paths().trash()).size());
        assertEquals(List.of(), engine.machines().list());
    }

    private static List<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(one -> one.getFileName().toString())
                    .filter(name -> !name.equals(".names.lock"))
                    .toList();
        }
    }
}
