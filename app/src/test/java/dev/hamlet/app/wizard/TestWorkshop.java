package dev.hamlet.app.wizard;

import dev.hamlet.engine.catalog.Catalog;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.machine.UsualResources;
import dev.hamlet.engine.media.CdImages;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.system.SystemDetector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A workshop of a test: a host as it likes, calls that fail or never answer. What is ordered is noted and
 * never made.
 */
class TestWorkshop implements Workshop {
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGNsZWFybHkgbm90IGEgcmVhbCBrZXkgYXQgYWxs ann@laptop";

    final List<String> names = new ArrayList<>();
    final List<SshKey> keys = new ArrayList<>();
    final List<Offer> systems = new ArrayList<>();
    final List<Order> orders = new ArrayList<>();
    private final CountDownLatch never = new CountDownLatch(1);
    int processors = 16;
    ByteSize memory = ByteSize.ofGibibytes(31);
    ByteSize memoryFree = ByteSize.ofGibibytes(17);
    ByteSize diskFree = ByteSize.ofGibibytes(212);
    volatile OptionalInt port = OptionalInt.of(2222);
    volatile boolean hangs;
    volatile Predicate<Offer> reachable = offer -> true;
    volatile @Nullable Problem roomProblem;

    /** With the catalogue of this version, none of it here. */
    TestWorkshop() throws ProblemException {
        Catalog catalog = Catalog.open(HamletPaths.of(Map.of("HAMLET_HOME", "/nonexistent/hamlet")));
        systems.addAll(
                new Offering(catalog, List.of(), List.of(), new SystemDetector(new CdImages()), UsualResources.FIRST)
                        .all()
                        .systems());
    }

    /** The user has a key. */
    TestWorkshop withKey() {
        keys.add(new SshKey(Path.of("/home/ann/.ssh/id_ed25519.pub"), KEY));
        return this;
    }

    private void hang() throws InterruptedException {
        if (hangs) {
            never.await();
        }
    }

    /** Lets go of what hangs. */
    void release() {
        hangs = false;
        never.countDown();
    }

    @Override
    public UsualResources usual() {
        return UsualResources.FIRST;
    }

    @Override
    public Offers offers() {
        try {
            hang();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Offers(systems, List.of());
    }

    @Override
    public Optional<Offer> best(List<Offer> offers) throws InterruptedException {
        hang();
        return offers.stream().filter(reachable).findFirst();
    }

    @Override
    public Needs needs(Offer offer) {
        return offer.needs();
    }

    @Override
    public Room room() throws ProblemException, InterruptedException {
        hang();
        Problem problem = roomProblem;
        if (problem != null) {
            throw new ProblemException(problem);
        }
        return new Room(processors, memory, memoryFree, diskFree, Path.of("/home/ann/.local/share/hamlet"), names);
    }

    @Override
    public Set<Firmware> firmwares() {
        return EnumSet.allOf(Firmware.class);
    }

    @Override
    public List<SshKey> keys() {
        return keys;
    }

    @Override
    public SshKey key(Path file) throws ProblemException {
        return SshKeyFile.read(file);
    }

    @Override
    public OptionalInt portForSsh() {
        return port;
    }

    @Override
    public boolean isCd(Path file) {
        return file.toString().endsWith(".iso");
    }

    @Override
    public Source.Cd cd(Path file) throws ProblemException {
        if (!Files.exists(file)) {
            throw new ProblemException(new MediaProblem.NotACd(file));
        }
        return Recognised.cd(new CdImages().inspect(file), new SystemDetector(new CdImages()), UsualResources.FIRST);
    }

    @Override
    public Source.Disk disk(Path file) throws ProblemException, InterruptedException {
        hang();
        throw new ProblemException(new MediaProblem.DiskMissing("", file));
    }

    @Override
    public Job<Made> make(Order order) {
        orders.add(order);
        return new Jobs(TimeSource.system()).start(Phrase.of("job.machine-make", order.name()), progress -> {
            throw new ProblemException(new MediaProblem.ToolMissing("qemu-img", "qemu-utils"));
        });
    }
}
