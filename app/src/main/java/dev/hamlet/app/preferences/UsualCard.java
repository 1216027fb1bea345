package dev.hamlet.app.preferences;

import dev.hamlet.app.fx.CommitField;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.words.Figures;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.machine.UsualResources;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/** The usual resources of new machines, each in a field of its own. */
final class UsualCard extends VBox {
    private final Messages words;
    private final Figures figures;
    private final UsualModel model;
    private final VBox problems = new VBox();
    private final GridPane form = new GridPane();
    private final CommitField vcpus;
    private final CommitField memory;
    private final CommitField disk;
    private final Subscription subscription;

    UsualCard(UsualModel model, Messages words) {
        this.words = words;
        this.figures = words.figures();
        this.model = model;
        vcpus = field("vcpus", "preferences.usual.vcpus.fault", this::withVcpus);
        memory = field("memory", "preferences.usual.memory.fault", this::withMemory);
        disk = field("disk", "preferences.usual.disk.fault", this::withDisk);
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(Region.USE_PREF_SIZE);
        ColumnConstraints fields = new ColumnConstraints();
        fields.setHgrow(Priority.ALWAYS);
        form.getColumnConstraints().addAll(names, fields);
        form.getStyleClass().add("form");
        problems.setId("preferences-usual-problem");
        problems.managedProperty().bind(problems.visibleProperty());
        getStyleClass().add("preferences-card");
        getChildren().addAll(problems, form);
        subscription = model.stateProperty().subscribe(this::show);
    }

    /** @param change what a text makes of what is usual; empty where it cannot be */
    private CommitField field(
            String word, String fault, BiFunction<UsualResources, String, Optional<UsualResources>> change) {
        String name = words.text("preferences.usual." + word);
        Function<String, Optional<Phrase>> check =
                text -> change.apply(now(), text).isPresent() ? Optional.empty() : Optional.of(Phrase.of(fault));
        CommitField field = new CommitField(
                "preferences-usual-" + word,
                name,
                words,
                check,
                text -> model.change(usual -> change.apply(usual, text).orElse(usual)));
        Label label = new Label(name);
        label.setLabelFor(field.field());
        label.getStyleClass().add("form-label");
        form.addRow(form.getRowCount(), label, field);
        return field;
    }

    private UsualResources now() {
        return model.stateProperty().get().map(UsualModel.State::resources).orElse(UsualResources.FIRST);
    }

    private Optional<UsualResources> withVcpus(UsualResources usual, String text) {
        OptionalLong count = figures.readCount(text);
        return count.isPresent() && UsualResources.isVcpus(count.getAsLong())
                ? Optional.of(new UsualResources((int) count.getAsLong(), usual.memory(), usual.disk()))
                : Optional.empty();
    }

    private Optional<UsualResources> withMemory(UsualResources usual, String text) {
        return figures.readSize(text, "MiB")
                .filter(UsualResources::isMemory)
                .map(size -> new UsualResources(usual.vcpus(), size, usual.disk()));
    }

    private Optional<UsualResources> withDisk(UsualResources usual, String text) {
        return figures.readSize(text, "GiB")
                .filter(UsualResources::isDisk)
                .map(size -> new UsualResources(usual.vcpus(), usual.memory(), size));
    }

    private void show(Optional<UsualModel.State> state) {
        setDisable(state.isEmpty());
        problems.getChildren().clear();
        state.flatMap(UsualModel.State::problem)
                .ifPresent(
                        why -> problems.getChildren().add(new ProblemCard(why, Weight.NOTE, words, List.of(), null)));
        problems.setVisible(!problems.getChildren().isEmpty());
        UsualResources usual = now();
        vcpus.show(figures.number(usual.vcpus(), 0), false);
        memory.show(figures.size(usual.memory()), false);
        disk.show(figures.size(usual.disk()), false);
    }

    void dispose() {
        subscription.unsubscribe();
    }
}
