package dev.hamlet.engine.container.files;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.nativebridge.MountView;
import dev.hamlet.nativebridge.Mounts;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.ProcessIdentity;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.RootFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Where the files of a container are, with all that is mounted in it. */
public sealed interface FilePlace {
    /**
     * As a process of one that runs sees them (proc(5), {@code /proc/PID/root}); whoever has its number later is not taken
     * for it.
     */
    record Live(ProcessIdentity process) implements FilePlace {}

    /**
     * As they will be mounted, of one that does not run and that nobody starts meanwhile.
     *
     * @param overlay its own files over those of its image
     * @param place a folder to mount it on, where nobody else sees it
     * @param binds what is mounted in it
     */
    record Laid(Mounts.Overlay overlay, Path place, List<MountView.Bind> binds) implements FilePlace {
        /** Copies the list. */
        public Laid {
            binds = List.copyOf(binds);
        }
    }

    /**
     * What is done with a root.
     *
     * @param <T> what comes of it
     */
    @FunctionalInterface
    interface Use<T> {
        /** Does it. */
        T of(RootFolder root) throws IOException, InterruptedException;
    }

    /** The process has ended before its root was opened. */
    final class Gone extends IOException {
        private static final long serialVersionUID = 1L;

        /** Says so. */
        public Gone() {
            super("the container has ended");
        }
    }

    /**
     * Does something with the files, as far as this program itself may.
     *
     * @throws Gone if it does not run any more; nothing was done then
     */
    static <T> T with(FilePlace place, Use<T> use) throws IOException, InterruptedException {
        return switch (place) {
            case Live(ProcessIdentity process) -> {
                try (RootFolder root = live(process)) {
                    yield use.of(root);
                }
            }
            case Laid laid -> {
                try (MountView view = mounted(laid)) {
                    yield use.of(view.root());
                }
            }
        };
    }

    private static RootFolder live(ProcessIdentity process) throws IOException {
        try {
            RootFolder root = RootFolder.open(Path.of("/proc", Long.toString(process.pid()), "root"));
            boolean same = false;
            try {
                same = isThere(process);
            } finally {
                if (!same) {
                    root.close();
                }
            }
            if (same) {
                return root;
            }
        } catch (NativeException e) {
            if (isThere(process)) {
                throw new IOException("its root cannot be opened: " + WholeFile.reason(e), e);
            }
        }
        throw new Gone();
    }

    /** Surely that very one: what cannot be looked at might be somebody else. */
    private static boolean isThere(ProcessIdentity process) throws IOException {
        try {
            return Processes.of()
                    .identify(process.pid())
                    .filter(process::equals)
                    .isPresent();
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static MountView mounted(Laid laid) throws IOException {
        try {
            return MountView.of(laid.overlay(), laid.place(), laid.binds());
        } catch (NativeException e) {
            throw new IOException("its files cannot be mounted: " + WholeFile.reason(e), e);
        }
    }
}
