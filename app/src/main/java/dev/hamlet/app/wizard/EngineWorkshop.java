package dev.hamlet.app.wizard;

import dev.hamlet.app.wizard.Offer.Way;
import dev.hamlet.engine.Engine;
import dev.hamlet.engine.host.HostCapacity;
import dev.hamlet.engine.host.HostFacts;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.machine.UsualResources;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.media.DiskHeader;
import dev.hamlet.engine.media.DiskInfo;
import dev.hamlet.engine.media.FileHolder;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workshop of an engine. Safe for use by many threads. */
final class EngineWorkshop implements Workshop {
    private static final Logger LOG = LoggerFactory.getLogger(EngineWorkshop.class);

    /** Where a forward to SSH is looked for: none of them needs a privilege. */
    private static final int FIRST_PORT = 2222;

    private static final int LAST_PORT = 2322;

    private final Engine engine;
    private final Path keys;
    private final Making making;

    /**
     * The workshop of this engine.
     *
     * @param keys the folder of the user's SSH keys
     */
    EngineWorkshop(Engine engine, Path keys) {
        this.engine = engine;
        this.keys = keys;
        this.making = new Making(engine);
    }

    @Override
    public Offers offers() throws ProblemException {
        return new Offering(
                        engine.catalog(),
                        engine.images().list(),
                        engine.recipes(),
                        engine.systems(),
                        engine.usual().get())
                .all();
    }

    @Override
    public UsualResources usual() {
        return engine.usual().get();
    }

    @Override
    public Optional<Offer> best(List<Offer> offers) throws InterruptedException {
        if (!engine.catalogPreferences().allowed().askSites()) {
            // As its person wants it: what is there comes first, and whether the rest can be had is seen when it is
            // brought.
            return offers.stream().findFirst();
        }
        return new Reach(engine.catalogImages()).best(offers);
    }

    @Override
    public Needs needs(Offer offer) throws ProblemException, InterruptedException {
        Needs needs = offer.needs();
        Needs.DiskNeeds disk = needs.disk();
        if (disk != null && offer.way() instanceof Way.Here(String name)) {
            LibraryImage image = engine.images().find(name);
            if (image.disk().isPresent()) {
                DiskInfo info = engine.disks()
                        .inspect(image.disk().get(), image.diskFormat().orElse(DiskFormat.RAW));
                return needs.withDisk(disk.holding(info.virtualSize()));
            }
        }
        return needs;
    }

    @Override
    public Room room() throws ProblemException, InterruptedException {
        HostFacts facts = engine.capacity().facts();
        List<Machine> machines = engine.machines().list();
        Path folder = engine.paths().folders().machines().forNew();
        return new Room(
                facts.processors(),
                facts.memory(),
                engine.capacity().free(engine.promised()),
                HostCapacity.diskFree(folder),
                folder,
                machines.stream().map(Machine::name).toList());
    }

    @Override
    public Set<Firmware> firmwares() throws ProblemException, InterruptedException {
        return engine.hypervisor().capabilities().firmwares();
    }

    @Override
    public List<SshKey> keys() {
        List<SshKey> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(keys)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".pub"))
                    .sorted()
                    .toList()) {
                try {
                    found.add(SshKeyFile.read(file));
                } catch (ProblemException e) {
                    LOG.debug("{} is no public key", file, e);
                }
            }
        } catch (NoSuchFileException e) {
            LOG.debug("the user has no keys in {}", keys);
        } catch (IOException e) {
            LOG.warn("keys in {} cannot be read", keys, e);
        }
        return found;
    }

    @Override
    public SshKey key(Path file) throws ProblemException {
        return SshKeyFile.read(file);
    }

    @Override
    public OptionalInt portForSsh() throws ProblemException, InterruptedException {
        Set<Integer> promised = engine.machines().list().stream()
                .map(machine -> machine.snapshot().spec())
                .flatMap(Stream::ofNullable)
                .flatMap(spec -> spec.network().forwards().stream())
                .map(PortForward::hostPort)
                .collect(Collectors.toSet());
        return IntStream.range(FIRST_PORT, LAST_PORT)
                .filter(port -> !promised.contains(port) && isFree(port))
                .findFirst();
    }

    private boolean isFree(int port) {
        try {
            engine.checkPort("", PortForward.tcp(port, AccessModel.SSH));
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }

    @Override
    public boolean isCd(Path file) {
        boolean named = file.toString().toLowerCase(Locale.ROOT).endsWith(".iso");
        try {
            return engine.cds().isCd(file) || (named && DiskHeader.read(file).format() == DiskFormat.RAW);
        } catch (ProblemException e) {
            return named;
        }
    }

    @Override
    public Source.Cd cd(Path file) throws ProblemException {
        return Recognised.cd(engine.cds().inspect(file), engine.systems(), usual());
    }

    @Override
    public Source.Disk disk(Path file) throws ProblemException, InterruptedException {
        Path absolute = engine.creation().existingDisk(file, List.of()).file();
        List<String> users = engine.machines().fileUsers().of(absolute);
        if (!users.isEmpty()) {
            throw new ProblemException(new MediaProblem.DiskTaken(absolute, users));
        }
        if (engine.disks().isInUse(absolute)) {
            throw new ProblemException(new MediaProblem.DiskInUse(absolute, FileHolder.of(absolute)));
        }
        return Recognised.disk(engine.disks().inspect(absolute), engine.systems(), usual());
    }

    @Override
    public Job<Made> make(Order order) {
        return making.begin(order);
    }
}
