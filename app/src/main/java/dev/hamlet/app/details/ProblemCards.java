package dev.hamlet.app.details;

import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Offer;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.machines.CommandFailure;
import dev.hamlet.app.machines.MachineRow;
import dev.hamlet.app.machines.MachinesModel;
import dev.hamlet.app.machines.Remedies;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.machine.MachineSnapshot;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** What is wrong with a machine, and what a person should know about it, each as a card with its remedies. */
final class ProblemCards {
    private final MachinesModel model;
    private final Messages words;
    private final VBox wrongs = new VBox();
    private final VBox notes = new VBox();
    private List<Problem> shownNotices = List.of();
    private Optional<CommandFailure> shownFailure = Optional.empty();
    private @Nullable MachineRow shownRow;

    /** No cards yet; {@code id} begins the ids of both boxes. */
    ProblemCards(String id, MachinesModel model, Messages words) {
        this.model = model;
        this.words = words;
        wrongs.getStyleClass().add("cards");
        wrongs.setId(id + "-problems");
        notes.getStyleClass().add("cards");
        notes.setId(id + "-notes");
        setShown(wrongs, false);
        setShown(notes, false);
    }

    /** What went wrong. */
    Node wrongs() {
        return wrongs;
    }

    /** What is so on this host whatever the machine does: a thing to know, not a thing gone wrong. */
    Node notes() {
        return notes;
    }

    /** How many things are wrong with this machine. */
    static int count(MachineRow row) {
        return wrong(row.snapshot(), row.failureProperty().get()).size();
    }

    private static List<Problem> wrong(MachineSnapshot machine, Optional<CommandFailure> failure) {
        List<Problem> all = new ArrayList<>();
        failure.ifPresent(why -> all.add(why.problem()));
        machine.notices().stream()
                .filter(notice -> !(notice instanceof HostProblem) && !all.contains(notice))
                .forEach(all::add);
        return all;
    }

    /** Shows the cards of this machine. They are made anew only when they say something else: a focused button stays so. */
    void show(MachineRow row) {
        MachineSnapshot machine = row.snapshot();
        Optional<CommandFailure> failure = row.failureProperty().get();
        if (row.equals(shownRow) && machine.notices().equals(shownNotices) && failure.equals(shownFailure)) {
            return;
        }
        shownRow = row;
        shownNotices = machine.notices();
        shownFailure = failure;
        List<Node> above = new ArrayList<>();
        for (Problem problem : wrong(machine, failure)) {
            boolean failed = failure.isPresent() && failure.get().problem().equals(problem);
            above.add(new ProblemCard(
                    problem, Weight.WRONG, words, offers(problem, row), failed ? () -> model.dismiss(row) : null));
        }
        List<Node> below = machine.notices().stream()
                .filter(HostProblem.class::isInstance)
                .<Node>map(notice -> new ProblemCard(notice, Weight.NOTE, words, offers(notice, row), null))
                .toList();
        wrongs.getChildren().setAll(above);
        notes.getChildren().setAll(below);
        setShown(wrongs, !above.isEmpty());
        setShown(notes, !below.isEmpty());
    }

    /** Whether there is any card. */
    boolean isEmpty() {
        return wrongs.getChildren().isEmpty() && notes.getChildren().isEmpty();
    }

    private List<Offer> offers(Problem problem, MachineRow row) {
        return Remedies.of(problem)
                .filter(command -> command.obstacle(row.snapshot()).isEmpty())
                .map(command -> new Offer(
                        "remedy-" + command.word(),
                        words.text(command.key() + ".remedy"),
                        () -> model.perform(command, row)))
                .stream()
                .toList();
    }

    static void setShown(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
