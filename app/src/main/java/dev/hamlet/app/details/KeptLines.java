package dev.hamlet.app.details;

import java.util.List;
import javafx.collections.ObservableList;

/** Lets a list become another one by what differs alone, so that who looks at it keeps the place. */
final class KeptLines {
    private KeptLines() {}

    /** Lets {@code shown}, of which the first ones may have gone and others come, be {@code next}. */
    static <T> void show(ObservableList<T> shown, List<T> next) {
        int gone = next.isEmpty() ? shown.size() : shown.indexOf(next.getFirst());
        if (gone < 0) {
            shown.setAll(next);
            return;
        }
        if (gone > 0) {
            shown.remove(0, gone);
        }
        int same = 0;
        while (same < shown.size() && same < next.size() && shown.get(same).equals(next.get(same))) {
            same++;
        }
        if (same < shown.size()) {
            shown.remove(same, shown.size());
        }
        if (same < next.size()) {
            shown.addAll(next.subList(same, next.size()));
        }
    }
}
