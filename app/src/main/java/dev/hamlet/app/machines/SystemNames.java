package dev.hamlet.app.machines;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.engine.job.Threads;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * How the publishers of guest systems call them, by the ids that machines keep. The first to ask waits for nothing: until
 * the name is found, the id stands for it. Belongs to the JavaFX thread, or to the one thread of the executor it was made
 * with.
 */
public final class SystemNames {
    private final UnaryOperator<String> finder;
    private final FxRelay<String, String> relay;
    private final Set<String> asked = new HashSet<>();
    private final ReadOnlyObjectWrapper<Map<String, String>> known = new ReadOnlyObjectWrapper<>(Map.of());

    /**
     * No name is known yet.
     *
     * @param finder finds the name to an id, on any thread; empty where it knows none
     * @param fx runs everything that changes the names
     */
    public SystemNames(UnaryOperator<String> finder, Executor fx) {
        this.finder = finder;
        this.relay = new FxRelay<>(fx, this::found);
    }

    /** The name to this id, or the id itself. */
    public String name(String id) {
        if (!id.isEmpty() && asked.add(id)) {
            Threads.virtual("system-name", () -> relay.put(id, finder.apply(id)));
        }
        return known.get().getOrDefault(id, id);
    }

    private void found(Map<String, String> news) {
        Map<String, String> all = new HashMap<>(known.get());
        news.forEach((id, name) -> {
            if (!name.isEmpty()) {
                all.put(id, name);
            }
        });
        known.set(Map.copyOf(all));
    }

    /** The names that have been found; another map when one more is. */
    public ReadOnlyObjectProperty<Map<String, String>> knownProperty() {
        return known.getReadOnlyProperty();
    }
}
