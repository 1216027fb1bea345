package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.ByteSize;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DebianDiskTest {
    private static final Path WORK = Path.of("/home/anna/Bilder & Häuser/work-1");

    private static String resource(String name) throws Exception {
        try (InputStream stream = DebianDisk.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A wrong option here costs minutes of a build to find out. */
    @Test
    void theArgumentsAreThoseThatWereTried() throws Exception {
        List<String> arguments =
                DebianDisk.scriptArguments(WORK.resolve("build"), WORK, new DiskLayout(ByteSize.ofGibibytes(3)));
        assertEquals(resource("debian-build.txt"), String.join("\n", arguments) + "\n");
    }

    @Test
    void whatIsLaidOverTheSystemIsThereWhole() throws Exception {
        for (String file : DebianDisk.FILES) {
            assertTrue(resource("debian/files/" + file).endsWith("\n"), file);
        }
    }

    /** The mirrors, proxies and names of this computer are nobody else's business. */
    @Test
    void theGuestKnowsPublicMirrorsAlone() throws Exception {
        for (String line : resource("debian/files/etc/apt/sources.list").lines().toList()) {
            assertTrue(line.matches("deb http://deb\\.debian\\.org/debian(-security)? bookworm(-\\w+)? main"), line);
        }
        assertFalse(DebianDisk.FILES.contains("etc/apt/apt.conf"));
    }

    @Test
    void theSeedIsLookedForOnACdAlone() throws Exception {
        assertTrue(resource("debian/files/etc/cloud/cloud.cfg.d/90-hamlet.cfg")
                .contains("\ndatasource_list: [NoCloud, None]\n"));
    }
}
