package dev.hamlet.app.settings;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** A computer of 8 processors and 16 GiB, with one port that somebody has. */
final class TestHost implements SettingsHost {
    static final int TAKEN = 18_080;

    private volatile CountDownLatch hanging = new CountDownLatch(0);

    /** From now on its answers do not come. */
    void hang() {
        hanging = new CountDownLatch(1);
    }

    /** They come again. */
    void release() {
        hanging.countDown();
    }

    @Override
    public Room room() throws InterruptedException {
        hanging.await();
        return new Room(8, ByteSize.ofGibibytes(16), ByteSize.ofGibibytes(10), Set.of(Firmware.BIOS, Firmware.UEFI));
    }

    @Override
    public void checkCd(Path file) throws ProblemException, InterruptedException {
        hanging.await();
        if (!Files.exists(file)) {
            throw new ProblemException(new MediaProblem.CdMissing("", file));
        }
    }

    @Override
    public DiskSpec disk(Path file, List<DiskSpec> beside) throws ProblemException {
        if (!Files.exists(file)) {
            throw new ProblemException(new MediaProblem.DiskMissing("", file));
        }
        return new DiskSpec("disk" + beside.size(), file, DiskFormat.RAW, false);
    }

    @Override
    public void checkPort(String machine, PortForward forward) throws ProblemException {
        if (forward.hostPort() == TAKEN) {
            throw new ProblemException(new MachineProblem.PortTaken(
                    machine,
                    forward.protocol().word(),
                    forward.address(),
                    TAKEN,
                    forward.guestPort(),
                    "sshd (process 812)",
                    TAKEN + 1));
        }
    }
}
