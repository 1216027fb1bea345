/**
 * What Hamlet asks of the operating system itself: processes by a sure identity, detached starts, locks that die with
 * their holder, files below a folder that is never left, overlays, Unix sockets at any depth, the terminal, users, and a
 * proof that hardware virtualization is quick.
 *
 * <p>Entry types: {@link dev.hamlet.nativebridge.Processes}, {@link dev.hamlet.nativebridge.FileLock},
 * {@link dev.hamlet.nativebridge.RootFolder}, {@link dev.hamlet.nativebridge.Mounts},
 * {@link dev.hamlet.nativebridge.UnixSockets}, {@link dev.hamlet.nativebridge.Terminal},
 * {@link dev.hamlet.nativebridge.Users}, {@link dev.hamlet.nativebridge.KvmProbe}. Only types of the JDK cross this
 * boundary. Linux is served today; elsewhere every entry throws {@link java.lang.UnsupportedOperationException}.
 *
 * <p>Thread rule: everything may be called from any thread. What can wait says so; waiting for the end of a process is
 * cheap for virtual threads, all other waits hold a carrier thread.
 */
package dev.hamlet.nativebridge;
