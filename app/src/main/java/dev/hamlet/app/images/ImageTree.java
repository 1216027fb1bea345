package dev.hamlet.app.images;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javafx.scene.control.TreeItem;
import org.jspecify.annotations.Nullable;

/**
 * The rows as a tree: what builds on an image stands below it. An image keeps its item for as long as it is there, so that
 * what is open stays open. Belongs to the JavaFX thread; needs no toolkit.
 */
final class ImageTree {
    private final TreeItem<ImageRow> root = new TreeItem<>();
    private final Map<Path, TreeItem<ImageRow>> items = new HashMap<>();

    TreeItem<ImageRow> root() {
        return root;
    }

    @Nullable
    TreeItem<ImageRow> item(@Nullable Path key) {
        return key == null ? null : items.get(key);
    }

    /**
     * Shows these rows, as far as they are searched for, with all that those build on.
     *
     * @param search what a name, a format or a user must have in it, in any case; empty for all
     */
    void show(List<ImageRow> rows, String search) {
        Map<Path, ImageRow> byKey = new LinkedHashMap<>();
        rows.stream()
                .sorted(Comparator.comparing(
                                (ImageRow row) -> row.image().name().toLowerCase(Locale.ROOT))
                        .thenComparing(ImageRow::key))
                .forEach(row -> byKey.put(row.key(), row));
        Set<Path> shown = shown(byKey, search.strip().toLowerCase(Locale.ROOT));
        Map<Path, List<TreeItem<ImageRow>>> children = new HashMap<>();
        List<TreeItem<ImageRow>> top = new ArrayList<>();
        for (ImageRow row : byKey.values()) {
            if (!shown.contains(row.key())) {
                continue;
            }
            TreeItem<ImageRow> item = items.computeIfAbsent(row.key(), key -> {
                TreeItem<ImageRow> made = new TreeItem<>();
                made.setExpanded(true);
                return made;
            });
            if (!row.equals(item.getValue())) {
                item.setValue(row);
            }
            Path base = row.image().base();
            boolean below = base != null && byKey.containsKey(base) && !isCircle(row, byKey);
            (below ? children.computeIfAbsent(base, key -> new ArrayList<>()) : top).add(item);
        }
        items.keySet().retainAll(byKey.keySet());
        for (Map.Entry<Path, TreeItem<ImageRow>> entry : items.entrySet()) {
            List<TreeItem<ImageRow>> wanted = children.getOrDefault(entry.getKey(), List.of());
            set(entry.getValue(), wanted);
            if (!search.isBlank() && !wanted.isEmpty()) {
                entry.getValue().setExpanded(true);
            }
        }
        set(root, top);
        root.setExpanded(true);
    }

    private static void set(TreeItem<ImageRow> item, List<TreeItem<ImageRow>> wanted) {
        if (!item.getChildren().equals(wanted)) {
            item.getChildren().setAll(wanted);
        }
    }

    private static Set<Path> shown(Map<Path, ImageRow> rows, String search) {
        Set<Path> shown = new HashSet<>();
        for (ImageRow row : rows.values()) {
            if (search.isEmpty() || matches(row, search)) {
                ImageRow now = row;
                while (now != null && shown.add(now.key())) {
                    now = now.image().base() == null
                            ? null
                            : rows.get(now.image().base());
                }
            }
        }
        return shown;
    }

    private static boolean matches(ImageRow row, String search) {
        String format = row.image().format() == null ? "" : row.image().format().word();
        return row.image().name().toLowerCase(Locale.ROOT).contains(search)
                || format.contains(search)
                || row.image().users().stream()
                        .anyMatch(name -> name.toLowerCase(Locale.ROOT).contains(search));
    }

    /** A damaged file may name itself, by one that builds on it. */
    private static boolean isCircle(ImageRow row, Map<Path, ImageRow> rows) {
        Set<Path> seen = new HashSet<>();
        ImageRow now = row;
        while (now != null) {
            if (!seen.add(now.key())) {
                return true;
            }
            now = now.image().base() == null ? null : rows.get(now.image().base());
        }
        return false;
    }
}
