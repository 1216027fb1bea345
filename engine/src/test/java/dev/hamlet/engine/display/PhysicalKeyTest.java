package dev.hamlet.engine.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.media.Corpus;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PhysicalKeyTest {
    @Test
    void everyKeyIsFoundByEachOfItsNumbersAndSharesNone() {
        Set<Integer> keysyms = new HashSet<>();
        for (PhysicalKey key : PhysicalKey.values()) {
            assertEquals(Optional.of(key), PhysicalKey.ofEvdev(key.evdev()));
            assertEquals(Optional.of(key), PhysicalKey.ofScancode(key.scancode()));
            if (key.usage() != 0) {
                assertEquals(Optional.of(key), PhysicalKey.ofUsage(key.usage()));
            }
            assertTrue(key.scancode() > 0 && key.scancode() <= 0xff, key::name);
            keysyms.add(key.keysym());
        }
        assertEquals(Optional.empty(), PhysicalKey.ofEvdev(0));
        assertEquals(Optional.empty(), PhysicalKey.ofScancode(0));
        assertEquals(Optional.empty(), PhysicalKey.ofUsage(0));
        // The backslash is on two keys.
        assertEquals(PhysicalKey.values().length - 1, keysyms.size());
    }

    @Test
    void theNumbersAreThoseOfAnIndependentTable() throws Exception {
        Map<Integer, List<String>> rows = new HashMap<>();
        List<String> lines = Files.readAllLines(Corpus.at("keymap/keymaps.csv"));
        for (String line : lines.subList(1, lines.size())) {
            List<String> columns = List.of(line.split(",", -1));
            rows.putIfAbsent(number(columns.get(1)), columns);
        }
        Set<PhysicalKey> checked = EnumSet.noneOf(PhysicalKey.class);
        for (PhysicalKey key : PhysicalKey.values()) {
            List<String> row = rows.get(key.evdev());
            assertTrue(row != null, key::name);
            int set1 = number(row.get(4));
            assertEquals(set1 >> 8 == 0xe0 ? (set1 & 0xff) | 0x80 : set1, key.scancode(), key::name);
            assertEquals(row.get(7).isEmpty() ? 0 : number(row.get(7)), key.usage(), key::name);
            checked.add(key);
        }
        List<String> missing = new ArrayList<>();
        for (List<String> row : rows.values()) {
            boolean ofPc = !row.get(4).isEmpty()
                    && row.get(15).startsWith("A")
                    && row.get(15).length() == 4;
            if (ofPc && PhysicalKey.ofEvdev(number(row.get(1))).isEmpty()) {
                missing.add(row.getFirst());
            }
        }
        assertEquals(List.of(), missing, "keys of the alphanumeric block");
        assertEquals(EnumSet.allOf(PhysicalKey.class), checked);
    }

    private static int number(String text) {
        return text.isEmpty() ? 0 : Integer.decode(text);
    }
}
