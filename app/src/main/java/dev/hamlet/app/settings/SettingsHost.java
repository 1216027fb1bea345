package dev.hamlet.app.settings;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HostFacts;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What the settings ask of this computer. All of it blocks. */
public interface SettingsHost {
    /**
     * What this computer has.
     *
     * @param processors how many it has
     * @param memory how much it has
     * @param free how much of it another guest could be promised
     * @param firmwares what boards can start with
     */
    record Room(int processors, ByteSize memory, ByteSize free, Set<Firmware> firmwares) {
        /** Copies the set. */
        public Room {
            firmwares = Set.copyOf(firmwares);
        }
    }

    /** What there is now. */
    Room room() throws ProblemException, InterruptedException;

    /** Refuses what is no CD image. */
    void checkCd(Path file) throws ProblemException, InterruptedException;

    /** The file as a further disk beside these. */
    DiskSpec disk(Path file, List<DiskSpec> beside) throws ProblemException, InterruptedException;

    /**
     * Refuses a port that could not be listened on now.
     *
     * @param machine its name
     */
    void checkPort(String machine, PortForward forward) throws ProblemException;

    /** This computer, as the engine knows it. */
    static SettingsHost of(Engine engine) {
        return new SettingsHost() {
            @Override
            public Room room() throws ProblemException, InterruptedException {
                HostFacts facts = engine.capacity().facts();
                return new Room(
                        facts.processors(),
                        facts.memory(),
                        engine.capacity().free(engine.promised()),
                        engine.hypervisor().capabilities().firmwares());
            }

            @Override
            public void checkCd(Path file) throws ProblemException, InterruptedException {
                engine.cds().inspect(file);
            }

            @Override
            public DiskSpec disk(Path file, List<DiskSpec> beside) throws ProblemException, InterruptedException {
                return engine.creation().existingDisk(file, beside);
            }

            @Override
            public void checkPort(String machine, PortForward forward) throws ProblemException {
                engine.checkPort(machine, forward);
            }
        };
    }
}
