package dev.hamlet.engine.host;

import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.nativebridge.KvmAnswer;
import dev.hamlet.nativebridge.KvmProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What may run guest code on this host: the hardware only where guest code was seen running at its speed.
 *
 * <p>A missing device or permission is seen at once. Else a proof in a process of its own is needed, which takes a few
 * hundred milliseconds; its answer holds until the next boot, or until the device, its permissions, the user or the
 * processor change, and is kept on disk. An engine that opens calls {@link #begin}, so that the proof is under way before
 * anybody wants it. Whoever needs the answer to start a guest ({@link #accelerator}) waits for the rest of that proof, at
 * most once a boot: half a second once is better than a guest that runs ten times slower for as long as it lives. Nothing
 * that draws a window or lists machines waits: it asks {@link #known}.
 *
 * <p>Safe for use by many threads; of several that need the proof at once one makes it and the others wait.
 */
public final class Accelerators {
    private static final Logger LOG = LoggerFactory.getLogger(Accelerators.class);
    private static final Set<PosixFilePermission> GROUP_OPENS =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE);

    private final Path device;
    private final LinuxHost host;
    private final Path cache;
    private final Prover prover;
    private final ReentrantLock proving = new ReentrantLock();
    private volatile @Nullable KvmCache latest;

    /** Makes the proof. */
    @FunctionalInterface
    interface Prover {
        /** Runs guest code and says what came of it. */
        Proof prove() throws InterruptedException;
    }

    /**
     * What a proof gave.
     *
     * @param lasting whether it would come out the same again; not so where the proof itself did not come to its end
     */
    record Proof(KvmAnswer answer, boolean lasting) {}

    /**
     * The accelerators of this host.
     *
     * @param paths where answers are kept
     * @param launcher starts the process that makes the proof
     */
    public Accelerators(HamletPaths paths, ProcessLauncher launcher) {
        this(
                KvmProbe.DEVICE,
                new LinuxHost(Path.of("/")),
                paths.probes().resolve("kvm.json"),
                new KvmProver(launcher, KvmProbe.DEVICE));
    }

    Accelerators(Path device, LinuxHost host, Path cache, Prover prover) {
        this.device = device;
        this.host = host;
        this.cache = cache;
        this.prover = prover;
    }

    /** What is known without a proof, in about a millisecond; empty if a proof is needed. */
    public Optional<KvmAnswer> known() {
        return apparent().or(() -> {
            KvmCache kept = latest == null ? readCache() : latest;
            if (kept == null || !kept.facts().equals(facts())) {
                return Optional.empty();
            }
            latest = kept;
            return Optional.of(kept.answer());
        });
    }

    /** Makes the proof now, whatever is known already, and keeps the answer. */
    public KvmAnswer probe() throws InterruptedException {
        proving.lockInterruptibly();
        try {
            return prove();
        } finally {
            proving.unlock();
        }
    }

    /** Makes the proof on a thread of its own if it is needed. Returns at once. */
    public void begin() {
        if (known().isEmpty()) {
            Threads.virtual("accelerator-proof", () -> {
                try {
                    Accelerator found = accelerator();
                    LOG.debug("Guests run on {}", found);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    /** What shall run guest code. Waits for the proof if none was made since the boot. */
    public Accelerator accelerator() throws InterruptedException {
        Optional<KvmAnswer> known = known();
        if (known.isPresent()) {
            return accelerator(known.get());
        }
        proving.lockInterruptibly();
        try {
            Optional<KvmAnswer> meanwhile = known();
            return accelerator(meanwhile.isPresent() ? meanwhile.get() : prove());
        } finally {
            proving.unlock();
        }
    }

    /** What runs guest code, given this answer. */
    public static Accelerator accelerator(KvmAnswer answer) {
        return switch (answer) {
            case KvmAnswer.Usable usable -> Accelerator.KVM;
            case KvmAnswer.Absent absent -> Accelerator.emulation(new HostProblem.KvmAbsent());
            case KvmAnswer.NoPermission(Optional<String> group) ->
                Accelerator.emulation(
                        group.isPresent()
                                ? new HostProblem.KvmNoPermission(group.get())
                                : new HostProblem.KvmBroken(KvmProbe.DEVICE + " may be opened by its owner alone"));
            case KvmAnswer.TooSlow(var stopped) ->
                Accelerator.emulation(new HostProblem.KvmTooSlow(stopped.toNanos() / 1e6));
            case KvmAnswer.Broken(String what) -> Accelerator.emulation(new HostProblem.KvmBroken(what));
        };
    }

    private KvmAnswer prove() throws InterruptedException {
        Optional<KvmAnswer> apparent = apparent();
        if (apparent.isPresent()) {
            return apparent.get();
        }
        List<String> facts = facts();
        Proof proof = prover.prove();
        if (proof.lasting()) {
            KvmCache kept = new KvmCache(facts, proof.answer());
            latest = kept;
            writeCache(kept);
        }
        return proof.answer();
    }

    /** What can be said by looking at the device alone. */
    private Optional<KvmAnswer> apparent() {
        if (Files.notExists(device, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(new KvmAnswer.Absent());
        }
        if (!Files.isReadable(device) || !Files.isWritable(device)) {
            return Optional.of(new KvmAnswer.NoPermission(group()));
        }
        return Optional.empty();
    }

    private Optional<String> group() {
        try {
            PosixFileAttributes attributes = Files.readAttributes(device, PosixFileAttributes.class);
            return attributes.permissions().containsAll(GROUP_OPENS)
                    ? Optional.of(attributes.group().getName())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** All that the answer depends on; a kept answer to other facts is no answer. */
    private List<String> facts() {
        List<String> facts = new ArrayList<>();
        facts.add(
                "boot " + host.read("proc/sys/kernel/random/boot_id").orElse("").strip());
        facts.add("device " + identity());
        Map<String, String> status =
                ProcText.pairs(host.read("proc/self/status").orElse(""));
        facts.add("user " + status.getOrDefault("Uid", "") + " of " + status.getOrDefault("Groups", ""));
        facts.add("processor " + ProcText.model(host.read("proc/cpuinfo").orElse("")));
        // A module loaded later makes a device work that was there before it.
        facts.add("modules " + host.present("sys/module", List.of("kvm", "kvm_intel", "kvm_amd")));
        return facts;
    }

    private String identity() {
        try {
            return Files.readAttributes(device, "unix:rdev,mode,uid,gid").entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(Objects::toString)
                    .toList()
                    .toString();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    private @Nullable KvmCache readCache() {
        try {
            return KvmCacheJson.read(Files.readAllBytes(cache)).orElse(null);
        } catch (IOException notThere) {
            return null;
        }
    }

    private void writeCache(KvmCache kept) {
        try {
            HamletPaths.makePrivate(Objects.requireNonNull(cache.getParent()));
            WholeFile.write(cache, KvmCacheJson.write(kept));
        } catch (IOException | ProblemException e) {
            LOG.warn("The answer about KVM is not kept for the next time: {}", e.getMessage());
        }
    }
}
