package dev.hamlet.app.cli;

import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.Engine;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.hypervisor.fake.FakeGuest;
import dev.hamlet.engine.hypervisor.fake.FakeHypervisor;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A command line in this process, over machines whose guests exist in memory alone. */
final class CommandLineFixture implements AutoCloseable {
    private final List<String> opened = new ArrayList<>();
    private final Path home;
    private final HamletPaths paths;
    private final ProcessLauncher launcher = new SystemProcessLauncher(System.getenv());
    private final FakeHypervisor hypervisor;
    private final Engine window;
    private volatile @Nullable Engine latest;

    /** What a command did. */
    record Run(int code, String out, String err) {}

    CommandLineFixture(Path home) throws ProblemException {
        this.home = home;
        this.paths = HamletPaths.of(Map.of("HAMLET_HOME", home.toString()));
        this.hypervisor = new FakeHypervisor(paths, launcher, TimeSource.system());
        this.window = engine();
    }

    private Engine engine() throws ProblemException {
        return new Engine(paths, launcher, hypervisor, TimeSource.system());
    }

    /** What windows were asked to begin with. */
    List<String> opened() {
        return opened;
    }

    /** Runs a command with an engine of its own, as a process would. */
    Run run(String... arguments) {
        return runWith("", arguments);
    }

    /** Runs a command that reads this text. */
    Run runWith(String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = front(input, out, err).run(arguments);
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    CommandLineFront front(String input, OutputStream out, OutputStream err) {
        Output output =
                new Output(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, err, () -> false);
        return new CommandLineFront(
                output, () -> Messages.of(Locale.ENGLISH), changes -> latest = engine(), new RecordedWindow(opened));
    }

    /** Another engine on the same home, which holds the machines as an open window does. */
    Engine window() {
        return window;
    }

    /** Whether the command that was begun last has work under way. */
    boolean isWorking() {
        Engine engine = latest;
        return engine != null && !engine.jobs().running().isEmpty();
    }

    /** The guest that runs for this machine. */
    FakeGuest guest(String name) throws ProblemException, InterruptedException {
        Machine machine = window.machines().find(name);
        return hypervisor.guest(machine.folder()).orElseThrow();
    }

    HamletPaths paths() {
        return paths;
    }

    /** A file that a machine can boot as a kernel. */
    Path kernel() throws IOException {
        Path file = home.resolve("kernel image");
        if (!Files.exists(file)) {
            Files.createDirectories(home);
            Files.writeString(file, "no kernel at all");
        }
        return file;
    }

    /** A port that nothing on this computer holds. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Makes a machine that needs no disk. */
    Run create(String name, String... more) throws IOException {
        String[] all = new String[6 + more.length];
        all[0] = "vm";
        all[1] = "create";
        all[2] = "--kernel";
        all[3] = kernel().toString();
        System.arraycopy(more, 0, all, 4, more.length);
        all[all.length - 2] = "--";
        all[all.length - 1] = name;
        return run(all);
    }

    @Override
    public void close() {
        window.close();
    }

    /** Opens nothing, and tells what it was asked. */
    record RecordedWindow(List<String> asked) implements WindowSource {
        @Override
        public void open() {
            asked.add("");
        }

        @Override
        public void openNew(Thing thing) {
            asked.add(thing.name());
        }

        @Override
        public void openWith(Path file) {
            asked.add(file.toString());
        }
    }
}
