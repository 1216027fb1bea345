package dev.hamlet.engine.system;

import java.util.List;
import java.util.Map;

/**
 * A system of libosinfo's database.
 *
 * @param id its address, such as {@code http://debian.org/debian/12}
 * @param shortIds such as {@code debian12}, the usual one first; may be empty
 * @param family its word for the family, such as {@code winnt}
 * @param settled whether it is a release, not a rolling or unfinished one
 * @param parents ids of the systems whose devices it knows too
 * @param devices ids of devices that it has drivers for
 * @param resources what it needs, by architecture; {@code all} is any
 * @param media how its images name themselves
 */
record OsinfoEntry(
        String id,
        List<String> shortIds,
        String name,
        String version,
        String distribution,
        String family,
        boolean settled,
        List<String> parents,
        List<String> devices,
        Map<String, Resources> resources,
        List<Medium> media) {

    /** Amounts in bytes and counts; 0 where the database has none. */
    record Resources(
            int minimumVcpus,
            int recommendedVcpus,
            long minimumMemory,
            long recommendedMemory,
            long minimumDisk,
            long recommendedDisk) {}

    /**
     * How some of its images name themselves.
     *
     * @param architecture such as {@code x86_64}, or {@code all}
     * @param bytes of the volume, or -1 for any
     */
    record Medium(String architecture, VolumePattern pattern, long bytes, boolean live) {
        /** Longer patterns say more. */
        int weight() {
            return (pattern.volume() == null
                            ? 0
                            : 1000 + pattern.volume().pattern().length())
                    + (pattern.system() == null ? 0 : 100)
                    + (pattern.publisher() == null ? 0 : 100)
                    + (pattern.application() == null ? 0 : 100)
                    + (bytes < 0 ? 0 : 2000);
        }
    }
}
