package dev.hamlet.engine.system;

import dev.hamlet.engine.media.CdInfo;
import dev.hamlet.engine.media.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Headers of published CD images, as {@code isoinfo -d} prints them, with the system that each is of. */
final class IsoDumps {
    private IsoDumps() {}

    /**
     * One header.
     *
     * @param label libosinfo's short id
     * @param name what the image was published as
     * @param cd the header, of a file whose name says nothing
     */
    record Dump(String label, String name, CdInfo cd) {}

    /** All of the corpus; the test is skipped where there is none. */
    static List<Dump> all() throws IOException {
        List<Dump> dumps = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Corpus.at("iso-detect/isodata"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".txt"))
                    .sorted()
                    .toList()) {
                dumps.add(read(file));
            }
        }
        return dumps;
    }

    private static Dump read(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        Map<String, String> said = new TreeMap<>();
        for (String line : text.lines().toList()) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                said.putIfAbsent(line.substring(0, colon).strip(), line.substring(colon + 2));
            }
        }
        long bytes = Long.parseLong(said.getOrDefault("Volume size is", "0").strip())
                * Long.parseLong(
                        said.getOrDefault("Logical block size is", "2048").strip());
        List<CdInfo.BootEntry> boot = new ArrayList<>();
        if (text.contains("Arch 0 ")) {
            boot.add(new CdInfo.BootEntry(CdInfo.Platform.BIOS, true, 100, 4));
        }
        if (text.contains("Arch 239 ") || text.contains("(EFI)")) {
            boot.add(new CdInfo.BootEntry(CdInfo.Platform.UEFI, true, 200, 4));
        }
        CdInfo cd = new CdInfo(
                Path.of("/renamed.iso"),
                bytes,
                bytes,
                said.getOrDefault("Volume id", "").strip(),
                said.getOrDefault("System id", "").strip(),
                said.getOrDefault("Publisher id", "").strip(),
                said.getOrDefault("Data preparer id", "").strip(),
                said.getOrDefault("Application id", "").strip(),
                false,
                false,
                boot);
        String label = file.getName(file.getNameCount() - 2).toString();
        return new Dump(label, file.getFileName().toString().replaceFirst("\\.txt$", ""), cd);
    }
}
