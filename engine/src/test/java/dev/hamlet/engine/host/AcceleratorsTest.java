package dev.hamlet.engine.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.nativebridge.KvmAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AcceleratorsTest {
    private static final KvmAnswer USABLE = new KvmAnswer.Usable(Duration.ofNanos(113_000));

    @TempDir
    Path folder;

    private final AtomicInteger proofs = new AtomicInteger();
    private LinuxHost host = new LinuxHost(Path.of("/none"));
    private Path device = Path.of("/none");
    private Path cache = Path.of("/none");

    @BeforeEach
    void layOut() throws IOException {
        host = HostFixture.unpack("linux-6.1-cgroup2", folder.resolve("host"));
        write("proc/self/status", "Uid:\t1000\t1000\t1000\t1000\nGroups:\t27 1000 \n");
        write("proc/sys/kernel/random/boot_id", "7f3c\n");
        device = Files.createFile(folder.resolve("kvm"));
        cache = folder.resolve("cache/kvm.json");
    }

    @Test
    void missingDeviceIsSeenWithoutAProof() throws Exception {
        Files.delete(device);

        assertEquals(Optional.of(new KvmAnswer.Absent()), accelerators(USABLE).known());
        assertEquals(
                new Accelerator("tcg", new HostProblem.KvmAbsent()),
                accelerators(USABLE).accelerator());
        assertEquals(0, proofs.get());
    }

    @Test
    void nothingIsKnownBeforeTheFirstProofAndAllOfItAfterwards() throws Exception {
        Accelerators accelerators = accelerators(USABLE);

        assertEquals(Optional.empty(), accelerators.known());
        assertEquals(Accelerator.KVM, accelerators.accelerator());
        assertEquals(Optional.of(USABLE), accelerators.known());
        assertEquals(Accelerator.KVM, accelerators.accelerator());
        assertEquals(1, proofs.get());
    }

    @Test
    void answerIsKeptForTheNextHamlet() throws Exception {
        accelerators(USABLE).probe();

        Accelerators next = accelerators(new KvmAnswer.Broken("never asked"));

        assertEquals(Optional.of(USABLE), next.known());
        assertEquals(Accelerator.KVM, next.accelerator());
        assertEquals(1, proofs.get());
    }

    @Test
    void answerIsForgottenAtTheNextBoot() throws Exception {
        forgottenAfter(() -> write("proc/sys/kernel/random/boot_id", "8a41\n"));
    }

    @Test
    void answerIsForgottenWhenTheUserJoinsAGroup() throws Exception {
        forgottenAfter(() -> write("proc/self/status", "Uid:\t1000\t1000\t1000\t1000\nGroups:\t27 106 1000 \n"));
    }

    @Test
    void answerIsForgottenWhenTheDeviceChangesItsMode() throws Exception {
        forgottenAfter(() -> Files.setPosixFilePermissions(device, PosixFilePermissions.fromString("rw-rw-rw-")));
    }

    @Test
    void answerIsForgottenWhenTheProcessorsModuleIsLoaded() throws Exception {
        forgottenAfter(() -> Files.createDirectories(folder.resolve("host/sys/module/kvm_amd")));
    }

    @Test
    void answerIsForgottenOnAnotherProcessor() throws Exception {
        forgottenAfter(() -> write("proc/cpuinfo", "model name\t: another\n"));
    }

    @Test
    void damagedCacheIsAsGoodAsNone() throws Exception {
        for (String text : List.of("", "{", "[]", "{\"format\":2}", "{\"format\":1,\"answer\":\"kvm usable x\"}")) {
            Files.createDirectories(folder.resolve("cache"));
            Files.writeString(cache, text);

            assertEquals(Optional.empty(), accelerators(USABLE).known(), text);
        }
    }

    @Test
    void cacheThatCannotBeWrittenCostsNothingButTheNextProof() throws Exception {
        Files.writeString(folder.resolve("cache"), "a file where the folder should be");
        Accelerators accelerators = accelerators(USABLE);

        assertEquals(Accelerator.KVM, accelerators.accelerator());
        assertEquals(Optional.of(USABLE), accelerators.known());
    }

    @Test
    void proofThatCameToNoEndIsMadeAgain() throws Exception {
        Accelerators accelerators = new Accelerators(device, host, cache, () -> {
            boolean second = proofs.incrementAndGet() > 1;
            return new Accelerators.Proof(second ? USABLE : new KvmAnswer.Broken("killed"), second);
        });

        assertEquals(new Accelerator("tcg", new HostProblem.KvmBroken("killed")), accelerators.accelerator());
        assertEquals(Accelerator.KVM, accelerators.accelerator());
    }

    @Test
    void probeIsMadeWhateverIsKnown() throws Exception {
        Accelerators accelerators = accelerators(USABLE);
        accelerators.probe();

        assertEquals(USABLE, accelerators.probe());
        assertEquals(2, proofs.get());
    }

    @Test
    void manyWhoNeedTheProofShareOne() throws Exception {
        CountDownLatch wanted = new CountDownLatch(1);
        Accelerators accelerators = new Accelerators(device, host, cache, () -> {
            proofs.incrementAndGet();
            wanted.await();
            return new Accelerators.Proof(USABLE, true);
        });
        accelerators.begin();
        assertTrue(TimeSource.system().await(() -> proofs.get() == 1, Duration.ofSeconds(10), Duration.ofMillis(1)));
        assertEquals(Optional.empty(), accelerators.known());
        Callable<Accelerator> asks = accelerators::accelerator;
        Callable<Accelerator> ends = () -> {
            wanted.countDown();
            return accelerators.accelerator();
        };

        assertEquals(
                List.of(Accelerator.KVM, Accelerator.KVM, Accelerator.KVM),
                Threads.inParallel(List.of(asks, asks, ends)));
        assertEquals(1, proofs.get());
    }

    @Test
    void everyAnswerButUsableIsEmulationWithItsReason() {
        assertEquals(
                new HostProblem.KvmTooSlow(50.321),
                Accelerators.accelerator(new KvmAnswer.TooSlow(Duration.ofNanos(50_321_000)))
                        .reason());
        assertEquals(
                new HostProblem.KvmNoPermission("kvm"),
                Accelerators.accelerator(new KvmAnswer.NoPermission(Optional.of("kvm")))
                        .reason());
        assertEquals(
                new HostProblem.KvmBroken("/dev/kvm may be opened by its owner alone"),
                Accelerators.accelerator(new KvmAnswer.NoPermission(Optional.empty()))
                        .reason());
        assertEquals(
                new HostProblem.KvmBroken("KVM_RUN: no"),
                Accelerators.accelerator(new KvmAnswer.Broken("KVM_RUN: no")).reason());
        assertTrue(Accelerators.accelerator(USABLE).isHardware());
        assertFalse(Accelerators.accelerator(new KvmAnswer.Absent()).isHardware());
    }

    private void forgottenAfter(Change change) throws Exception {
        Accelerators accelerators = accelerators(USABLE);
        accelerators.probe();
        assertEquals(Optional.of(USABLE), accelerators.known());

        change.make();

        assertEquals(Optional.empty(), accelerators.known());
        assertEquals(Optional.empty(), accelerators(USABLE).known());
    }

    private Accelerators accelerators(KvmAnswer answer) {
        return new Accelerators(device, host, cache, () -> {
            proofs.incrementAndGet();
            return new Accelerators.Proof(answer, true);
        });
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve("host").resolve(file);
        Files.createDirectories(path.getParent() == null ? path : path.getParent());
        Files.writeString(path, text);
    }

    /** A change to the host. */
    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }
}
