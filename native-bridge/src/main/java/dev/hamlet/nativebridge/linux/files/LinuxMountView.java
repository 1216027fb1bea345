package dev.hamlet.nativebridge.linux.files;

import dev.hamlet.nativebridge.MountView;
import dev.hamlet.nativebridge.Mounts;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.RootFolder;
import dev.hamlet.nativebridge.linux.CText;
import dev.hamlet.nativebridge.linux.Errno;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A view by unshare(2) of one thread: the namespace lives as long as that does. What is open in it is used by all threads,
 * since a descriptor leads to its mounts whoever asks.
 */
public final class LinuxMountView implements MountView {
    private static final int CLONE_NEWNS = 0x20000;

    private final RootFolder root;
    private final CountDownLatch closing;
    private final Thread thread;

    private LinuxMountView(RootFolder root, CountDownLatch closing, Thread thread) {
        this.root = root;
        this.closing = closing;
        this.thread = thread;
    }

    /** See {@link MountView#of}. */
    public static MountView of(Mounts.Overlay overlay, Path place, List<Bind> binds) throws NativeException {
        CompletableFuture<RootFolder> made = new CompletableFuture<>();
        CountDownLatch closing = new CountDownLatch(1);
        Thread thread =
                Thread.ofPlatform().name("mount-view").daemon().start(() -> live(overlay, place, binds, made, closing));
        try {
            return new LinuxMountView(made.join(), closing, thread);
        } catch (CompletionException e) {
            ended(thread);
            if (e.getCause() instanceof NativeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private static void live(
            Mounts.Overlay overlay,
            Path place,
            List<Bind> binds,
            CompletableFuture<RootFolder> made,
            CountDownLatch closing) {
        boolean mounted = false;
        @Nullable RootFolder root = null;
        boolean handedOver = false;
        try {
            check(FileCalls.unshare(CLONE_NEWNS), "unshare");
            long apart = FileCalls.MS_REC | FileCalls.MS_PRIVATE;
            check(FileCalls.mount(CText.of("none"), CText.of("/"), null, apart, null), "mount(private)");
            LinuxMounts.overlay(overlay, place);
            mounted = true;
            root = LinuxRootFolder.open(place);
            for (Bind bind : binds) {
                bind(root, bind);
            }
            handedOver = made.complete(root);
            closing.await();
        } catch (NativeException | InterruptedException | RuntimeException | Error e) {
            // Whatever it was: whoever waits for the view must hear of it.
            made.completeExceptionally(e);
        } finally {
            if (root != null && !handedOver) {
                root.close();
            }
            if (mounted) {
                // At once and with all that is mounted in it: the kernel takes its time when a thread has ended.
                int _ = FileCalls.umount2(CText.of(place.toAbsolutePath()), FileCalls.UMOUNT_DETACH);
            }
        }
    }

    private static void bind(RootFolder root, Bind bind) throws NativeException {
        boolean folder = Files.isDirectory(bind.source());
        try (Handle place = ((LinuxRootFolder) root).place(bind.target(), folder)) {
            byte[] source = CText.of(bind.source().toAbsolutePath());
            check(
                    FileCalls.mount(source, place.path(), null, FileCalls.MS_BIND | FileCalls.MS_REC, null),
                    "mount(bind " + bind.target() + ")");
        } catch (NativeException e) {
            if (e.errno() == FileCalls.ENOENT || e.errno() == ENOTDIR || e.errno() == FileCalls.ELOOP) {
                return;
            }
            throw e;
        }
        if (bind.readOnly()) {
            // Looked up anew, it leads to what was mounted.
            try (Handle place = ((LinuxRootFolder) root).place(bind.target(), folder)) {
                // A user namespace may take away rights that a mount has, and not give back those that it has not.
                long readOnly = FileCalls.MS_BIND
                        | FileCalls.MS_REMOUNT
                        | FileCalls.MS_RDONLY
                        | FileCalls.MS_NOSUID
                        | FileCalls.MS_NODEV
                        | FileCalls.MS_NOEXEC;
                check(FileCalls.mount(CText.of("none"), place.path(), null, readOnly, null), "mount(read-only)");
            }
        }
    }

    private static final int ENOTDIR = 20;

    private static void check(int result, String call) throws NativeException {
        if (result != 0) {
            throw Errno.failure(call, Errno.last());
        }
    }

    @Override
    public RootFolder root() {
        return root;
    }

    @Override
    public void close() {
        root.close();
        closing.countDown();
        ended(thread);
    }

    /** Once it has ended nothing is mounted any more; waited for whoever is interrupted meanwhile. */
    private static void ended(Thread thread) {
        boolean interrupted = false;
        for (boolean ended = false; !ended; ) {
            try {
                thread.join();
                ended = true;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
