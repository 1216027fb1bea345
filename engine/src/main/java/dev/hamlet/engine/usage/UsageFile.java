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

/** The history of one machine or container on disk. What cannot be read or written is no error to anybody: it begins anew. */
final class UsageFile {
    private static final Logger LOG = LoggerFactory.getLogger(UsageFile.class);

    /** Many times what this program writes. */
    private static final long LONGEST = 1 << 20;

    private static final Duration OLDEST = Duration.ofDays(1);

    /** How far two clocks, such as those of two boots, may be apart. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final Path file;
    private final Path owner;

    /**
     * The history in this file.
     *
     * @param owner is there as long as the history is anybody's
     */
    UsageFile(Path file, Path owner) {
        this.file = file;
        this.owner = owner;
    }

    /** The history of the machine in this folder. */
    UsageFile(MachineFolder folder) {
        this(folder.usage(), folder.spec());
    }

    /** What was kept, if it tells anything of the last day; else nothing, up to now. */
    UsageHistory load(Instant now) {
        try {
            // Asked first: what never ran has none.
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

    /** Keeps this, unless whose it is has gone. */
    synchronized void save(UsageHistory history) {
        if (!Files.exists(owner)) {
            return;
        }
        try {
            WholeFile.write(file, UsageHistoryJson.write(history));
        } catch (IOException e) {
            LOG.debug("{} cannot be written", file, e);
        }
    }
}
