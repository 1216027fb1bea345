package dev.hamlet.app.details;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.media.CdImages;
import dev.hamlet.engine.media.DiskImages;
import dev.hamlet.engine.usage.UsageMeter;
import java.nio.file.Path;

/**
 * What of the engine is asked beside the machines themselves.
 *
 * @param disks tells what disk images are
 * @param cds tells what CD images are
 * @param usage tells what machines use and have used
 * @param log what Hamlet itself writes down
 */
public record DetailsSources(DiskImages disks, CdImages cds, UsageMeter usage, Path log) {
    /** All of this of one engine. */
    public static DetailsSources of(Engine engine) {
        return new DetailsSources(
                engine.disks(),
                engine.cds(),
                engine.usage(),
                engine.paths().state().resolve("hamlet.log"));
    }
}
