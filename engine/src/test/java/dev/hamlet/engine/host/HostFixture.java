package dev.hamlet.engine.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A host as it told of itself: recorded files of {@code /proc} and {@code /sys}, laid out below a folder. */
final class HostFixture {
    private HostFixture() {}

    /** Lays the recording of this name out below the folder; each file follows a line {@code === /its/path}. */
    static LinuxHost unpack(String name, Path folder) throws IOException {
        try (InputStream stream = Objects.requireNonNull(HostFixture.class.getResourceAsStream(name + ".txt"))) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            for (String part : text.split("(?m)^=== /", -1)) {
                int end = part.indexOf('\n');
                if (end > 0) {
                    Path file = folder.resolve(part.substring(0, end));
                    Files.createDirectories(Objects.requireNonNull(file.getParent()));
                    Files.writeString(file, part.substring(end + 1));
                }
            }
        }
        return new LinuxHost(folder);
    }
}
