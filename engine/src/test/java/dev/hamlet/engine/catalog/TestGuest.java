package dev.hamlet.engine.catalog;

import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.DetachedStart;
import dev.hamlet.nativebridge.ExitStatus;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.Signal;
import dev.hamlet.nativebridge.UnixSockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A bare QEMU under software emulation, for what the images themselves do: its serial line is read and written, and its
 * power button pressed.
 */
final class TestGuest implements AutoCloseable {
    private final DetachedProcess process;
    private final SocketChannel serial;
    private final SocketChannel monitor;
    private final SerialText text;
    private final long started = System.nanoTime();

    /**
     * Starts a guest.
     *
     * @param folder private, for its sockets
     * @param arguments beyond board, memory and lines
     */
    TestGuest(ProcessLauncher launcher, Path folder, int mebibytes, List<String> arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "-nodefaults",
                "-no-user-config",
                "-accel",
                "tcg",
                "-M",
                "q35",
                "-m",
                mebibytes + "",
                "-display",
                "none",
                "-vga",
                "std",
                "-no-reboot",
                "-chardev",
                "socket,id=serial,path=serial,server=on,wait=off",
                "-serial",
                "chardev:serial",
                "-chardev",
                "socket,id=qmp,path=qmp,server=on,wait=off",
                "-mon",
                "chardev=qmp,mode=control",
                "-S"));
        all.addAll(arguments);
        process = launcher.detach(new DetachedStart(
                launcher.find("qemu-system-x86_64").orElseThrow(),
                all,
                Map.of("PATH", "/usr/bin:/bin"),
                folder,
                folder.resolve("qemu.log"),
                folder.resolve("qemu.log")));
        serial = connect(folder, "serial");
        monitor = connect(folder, "qmp");
        // Nothing of the serial line is lost: the guest begins once it is read.
        text = new SerialText(serial);
        command("qmp_capabilities");
        command("cont");
    }

    private SocketChannel connect(Path folder, String name) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            try {
                return UnixSockets.connect(folder, name);
            } catch (IOException e) {
                Optional<ExitStatus> ended = process.waitFor(Duration.ofMillis(20));
                if (ended.isPresent() || System.nanoTime() > end) {
                    throw new AssertionError("QEMU: " + Files.readString(folder.resolve("qemu.log")), e);
                }
            }
        }
    }

    /** Waits until the serial line has shown this since {@code from}; answers where it ends. */
    int await(String expected, int from, Duration limit) throws InterruptedException {
        return text.await(expected, from, limit);
    }

    /** Types this on the serial line and waits for an answer that holds {@code expected}. */
    int type(String line, String expected, Duration limit) throws Exception {
        return text.type(line, expected, limit);
    }

    int length() {
        return text.length();
    }

    String since(int from) {
        return text.since(from);
    }

    double seconds() {
        return (System.nanoTime() - started) / 1e9;
    }

    void pressPowerButton() throws IOException {
        command("system_powerdown");
    }

    private void command(String name) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(("{\"execute\": \"" + name + "\"}\n").getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            if (monitor.write(bytes) < 0) {
                throw new IOException("the monitor is closed");
            }
        }
    }

    Optional<ExitStatus> waitFor(Duration limit) throws InterruptedException {
        return process.waitFor(limit);
    }

    @Override
    public void close() throws IOException {
        try {
            boolean _ = Processes.of().signal(process.identity(), Signal.KILL);
            Optional<ExitStatus> _ = process.waitFor(Duration.ofSeconds(10));
        } catch (NativeException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        serial.close();
        monitor.close();
    }
}
