package dev.hamlet.engine.usage;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.machine.MachineFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The history of one machine on disk. What cannot be read or written is no error to anybody: it begins anew. */
final class UsageFile {
    private static final Logger LOG = LoggerFactory.getLogger(UsageFile.class);

    /** Many times what this program writes. */
    private static final long LONGEST = 1 << 20;

    private static final Duration OLDEST = Duration.ofDays(1);

    /** How far two clocks, such as those of two boots, may be apart. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final MachineFolder folder;

    UsageFile(MachineFolder folder) {
        this.folder = folder;
    }

    /** What was kept, if it tells anything of the last day; else nothing, up to now. */
    UsageHistory load(Instant now) {
        Path file = folder.usage();
        try {
            // Asked first: a machine that never ran has none.
            if (Files.isRegularFile(file) && Files.size(file) <= LONGEST) {
                return UsageHistoryJson.read(Files.readAllBytes(file))
                        .filter(history -> history.end().isAfter(now.minus(OLDEST))
                                && history.end().isBefore(now.plus(SLACK)))
                        .orElseGet(() -> UsageRings.nothing(now));
            }
        } catch (IOException e) {
            LOG.debug("{} cannot be read", file, e);
        }
        return UsageRings.nothing(now);
    }

    /** Keeps this, unless the machine is gone. */
    synchronized void save(UsageHistory history) {
        if (!Files.exists(folder.spec())) {
            return;
        }
        try {
            WholeFile.write(folder.usage(), UsageHistoryJson.write(history));
        } catch (IOException e) {
            LOG.debug("{} cannot be written", folder.usage(), e);
        }
    }
}
