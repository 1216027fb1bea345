package dev.hamlet.engine.media;

/**
 * How a disk image is laid out within.
 *
 * @param clusterSize bytes of a cluster, 0 where the format has none
 * @param compatibility of a qcow2 image: {@code 0.10} or {@code 1.1}, else empty
 * @param extendedTables whether a qcow2 image divides its clusters further
 * @param lazyCounts whether a qcow2 image writes its reference counts late
 * @param snapshots how many snapshots lie in it
 * @param bitmaps how many marks of changed blocks other programs keep in it
 * @param corrupt whether it is marked as damaged
 */
record ImageLayout(
        long clusterSize,
        String compatibility,
        boolean extendedTables,
        boolean lazyCounts,
        int snapshots,
        int bitmaps,
        boolean corrupt) {}
