package dev.hamlet.engine.problem;

import java.nio.file.Path;

/** What can go wrong between this host and a site that offers an image. */
public sealed interface DownloadProblem extends Problem {
    /** The file is not what the site promised; it was deleted and never used. */
    record DigestMismatch(String file, String site, String expected, String actual) implements DownloadProblem {}

    /** The site sends something of another length than it must have; nothing of it was kept. */
    record LengthMismatch(String file, String site, long expected, long actual) implements DownloadProblem {}

    /** The site closed the line early; what came is kept and the next try goes on from there. */
    record DownloadStopped(String file, String site, int percent) implements DownloadProblem {}

    /** The site could not be reached. */
    record SiteUnreachable(String site, String why) implements DownloadProblem {}

    /** Neither this site nor another that anything could be brought from answers now. */
    record NothingInReach(String site) implements DownloadProblem {}

    /** The site answered with a status that is no success. */
    record SiteRefused(String site, String url, int status) implements DownloadProblem {}

    /** The publisher's checksum file does not name this file, so nothing can be proven of it. */
    record DigestUnpublished(String file, String url) implements DownloadProblem {}

    /** The catalogue file is not what it should be, at this line (0: the whole file). Its entries are left out. */
    record CatalogUnreadable(Path file, int line, String why) implements DownloadProblem {}

    /** No catalogue is taken from this address; {@code why} says what is allowed. */
    record CatalogAddressRefused(String address, String why) implements DownloadProblem {}

    /** The catalogue has no entry of this name. */
    record CatalogEntryUnknown(String name, String nearest) implements DownloadProblem {}
}
