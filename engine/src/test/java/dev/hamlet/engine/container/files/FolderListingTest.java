package dev.hamlet.engine.container.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class FolderListingTest {
    @Test
    void aFileMayClaimAnyTime() {
        assertEquals(Instant.ofEpochSecond(5, 7), FolderListing.time(5, 7));
        assertEquals(Instant.ofEpochSecond(-5, 7), FolderListing.time(-5, 7));
        for (long claimed : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, 1L << 60, -(1L << 60)}) {
            Instant time = FolderListing.time(claimed, 999_999_999);
            assertEquals(claimed > 0, time.isAfter(Instant.EPOCH));
            for (ZoneOffset zone : new ZoneOffset[] {ZoneOffset.MIN, ZoneOffset.MAX}) {
                assertTrue(Math.abs(OffsetDateTime.ofInstant(time, zone).getYear()) > 999_000_000, "it can be shown");
            }
        }
    }
}
