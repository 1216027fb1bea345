package dev.hamlet.app.containers.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hamlet.engine.container.ContainerFile;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FileRowTest {
    private static String mode(ContainerFile.Kind kind, int bits) {
        return FileRow.of(new ContainerFile("name", kind, 0, bits, 0, 0, Instant.EPOCH, "", Optional.empty(), false))
                .mode();
    }

    @Test
    void modesReadAsLsWritesThem() {
        assertEquals("-rw-r-----", mode(ContainerFile.Kind.FILE, 0640));
        assertEquals("drwxrwxrwt", mode(ContainerFile.Kind.FOLDER, 01777));
        assertEquals("-rwsr-xr-x", mode(ContainerFile.Kind.FILE, 04755));
        assertEquals("-rw-r-Sr-T", mode(ContainerFile.Kind.FILE, 03644));
        assertEquals("lrwxrwxrwx", mode(ContainerFile.Kind.LINK, 0777));
    }
}
