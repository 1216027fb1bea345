package dev.hamlet.engine.machine;

import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.Nearest;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds machines by what people call them. Names stand in the machines' files; reading them asks no guest. */
record NameSearch(List<Machine> machines) {
    /** How much of an id must be given to name a machine by. */
    private static final int LEAST_BEGINNING = 3;

    /** The order of their names. */
    static int byName(Machine one, Machine other) {
        int names = one.name().compareToIgnoreCase(other.name());
        return names == 0 ? one.id().compareTo(other.id()) : names;
    }

    /**
     * The machine of this name, or with this unmistakable beginning of its id.
     *
     * @throws ProblemException {@code MachineNotFound} with the most similar name or id; {@code MachineAmbiguous}
     */
    Machine find(String text) throws ProblemException {
        return named(text)
                .orElseThrow(() -> new ProblemException(new MachineProblem.MachineNotFound(text, nearest(text))));
    }

    private Optional<Machine> named(String text) throws ProblemException {
        Optional<Machine> exact =
                machines.stream().filter(one -> nameOf(one).equals(text)).findFirst();
        Optional<Machine> anyCase = exact.or(() -> machines.stream()
                .filter(one -> nameOf(one).equalsIgnoreCase(text))
                .findFirst());
        if (anyCase.isPresent() || text.length() < LEAST_BEGINNING) {
            return anyCase;
        }
        List<Machine> begun = machines.stream()
                .filter(one -> one.id().value().startsWith(text))
                .sorted(NameSearch::byName)
                .toList();
        if (begun.size() > 1) {
            throw new ProblemException(new MachineProblem.MachineAmbiguous(
                    text, begun.stream().map(one -> one.id().value()).toList()));
        }
        return begun.stream().findFirst();
    }

    private String nearest(String text) {
        // Names first: of two that are equally near, the name is what people read.
        Stream<String> ids = machines.stream().map(one -> one.id().value());
        return Nearest.of(
                text,
                Stream.concat(machines.stream().map(NameSearch::nameOf), ids).toList());
    }

    /**
     * Refuses a name that a machine has, apart from this one.
     *
     * @throws ProblemException {@code NameTaken}, with one that is free
     */
    void requireFree(String name, @Nullable MachineId except) throws ProblemException {
        List<String> taken = machines.stream()
                .filter(machine -> !machine.id().equals(except))
                .map(NameSearch::nameOf)
                .toList();
        if (taken.stream().anyMatch(name::equalsIgnoreCase)) {
            String suggestion = name;
            for (int i = 2; taken.stream().anyMatch(suggestion::equalsIgnoreCase); i++) {
                suggestion = name + " " + i;
            }
            throw new ProblemException(new MachineProblem.NameTaken(name, suggestion));
        }
    }

    private static String nameOf(Machine machine) {
        try {
            return machine.spec().name();
        } catch (ProblemException e) {
            return machine.id().value();
        }
    }
}
