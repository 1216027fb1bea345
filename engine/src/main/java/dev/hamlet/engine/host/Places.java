package dev.hamlet.engine.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The folders in which things of one kind lie. What is new goes to one of them; what lies in the others stays there and is
 * listed from there.
 *
 * @param usual within Hamlet's own folder of data
 * @param chosen by the person for what is new; empty for the usual
 * @param former chosen before, in that order
 */
public record Places(Path usual, Optional<Path> chosen, List<Path> former) {
    /** None but the usual. */
    static Places usual(Path usual) {
        return new Places(usual, Optional.empty(), List.of());
    }

    /** Where what is new goes. */
    public Path forNew() {
        return chosen.orElse(usual);
    }

    /** Those that a person chose, in that order. */
    public List<Path> others() {
        List<Path> others = new ArrayList<>(former);
        chosen.ifPresent(others::add);
        return List.copyOf(others);
    }

    /** All of them, the usual first. */
    public List<Path> all() {
        List<Path> all = new ArrayList<>(List.of(usual));
        all.addAll(others());
        return List.copyOf(all);
    }
}
