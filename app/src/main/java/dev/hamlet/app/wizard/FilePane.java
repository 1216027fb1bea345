package dev.hamlet.app.wizard;

import dev.hamlet.app.fx.FileChoice;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.wizard.NamedFile.Look;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.media.CdInfo;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.system.Recognition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/** Names a file and shows what it is, or why it cannot be used. */
final class FilePane extends VBox {
    /** What the file shall be. */
    enum Wants {
        CD,
        DISK;

        private List<String> patterns() {
            return this == CD
                    ? List.of("*.iso", "*.ISO", "*.img")
                    : List.of("*.qcow2", "*.raw", "*.img", "*.vmdk", "*.vdi", "*.vhdx", "*.vhd");
        }
    }

    private final String id;
    private final NamedFile choice;
    private final Wants wants;
    private final Messages words;
    private final FileChoice files;
    private final Consumer<Path> other;
    private final TextField field = new TextField();
    private final VBox found = new VBox();
    private final Subscription subscription;

    /**
     * A pane.
     *
     * @param files asks for files of this computer
     * @param other takes a file that is of the other kind
     */
    FilePane(String id, NamedFile choice, Wants wants, FileChoice files, Messages words, Consumer<Path> other) {
        this.id = id;
        this.choice = choice;
        this.wants = wants;
        this.files = files;
        this.words = words;
        this.other = other;
        getStyleClass().add("wizard-file");
        setId(id);
        String label = wants == Wants.CD ? words.text("wizard.file.cd") : words.text("wizard.file.disk");
        field.setId(id + "-file");
        field.setAccessibleText(label);
        field.setPromptText(words.text("wizard.file.prompt"));
        HBox.setHgrow(field, Priority.ALWAYS);
        Button choose = new Button(words.text("wizard.file.choose"));
        choose.setId(id + "-choose");
        choose.setMnemonicParsing(false);
        choose.setMinWidth(Region.USE_PREF_SIZE);
        choose.setAccessibleText(words.text("wizard.file.choose.accessible", label));
        choose.setOnAction(event -> chooseFile());
        Label title = new Label(label);
        title.getStyleClass().add("strong");
        title.setLabelFor(field);
        HBox row = new HBox(field, choose);
        row.getStyleClass().add("form-row");
        found.getStyleClass().add("wizard-found");
        found.setId(id + "-found");
        getChildren().addAll(title, row, found);
        subscription = Subscription.combine(
                choice.textProperty().subscribe(now -> {
                    if (!now.equals(field.getText())) {
                        field.setText(now);
                    }
                }),
                field.textProperty().subscribe(typed -> choice.textProperty().set(typed == null ? "" : typed)),
                choice.lookProperty().subscribe(this::show));
    }

    private void chooseFile() {
        Phrase title = Phrase.of(wants == Wants.CD ? "wizard.file.cd" : "wizard.file.disk");
        files.open(
                new FileChoice.Wanted(title, title, wants.patterns()),
                choice.source().flatMap(FilePane::folder),
                choice::choose);
    }

    /** A folder that was just read answers again; any other could keep the window waiting. */
    private static Optional<Path> folder(Source source) {
        return switch (source) {
            case Source.Cd cd -> Optional.ofNullable(cd.file().getParent());
            case Source.Disk disk -> Optional.ofNullable(disk.file().getParent());
            case Source.Listed _, Source.Empty _ -> Optional.empty();
        };
    }

    private void show(Look look) {
        found.getChildren()
                .setAll(
                        switch (look) {
                            case Look.Nothing _ ->
                                hint(
                                        wants == Wants.CD
                                                ? words.text("wizard.file.cd.hint")
                                                : words.text("wizard.file.disk.hint"));
                            case Look.Looking(Path file) -> hint(words.text("wizard.file.looking", file));
                            case Look.Wrong(Problem problem) ->
                                new ProblemCard(problem, Weight.WRONG, words, offers(problem), null);
                            case Look.Good(Source source) -> facts(source);
                        });
    }

    private List<ProblemCard.Offer> offers(Problem problem) {
        List<ProblemCard.Offer> offers = new ArrayList<>();
        switch (problem) {
            case MediaProblem.NotACd(Path file) ->
                offers.add(new ProblemCard.Offer(
                        id + "-other", words.text("wizard.file.as-disk"), () -> other.accept(file)));
            case MediaProblem.NotADisk(Path file, String _) ->
                offers.add(new ProblemCard.Offer(
                        id + "-other", words.text("wizard.file.as-cd"), () -> other.accept(file)));
            default -> {
                // Looking again is all that helps.
            }
        }
        offers.add(new ProblemCard.Offer(id + "-again", words.text("wizard.file.again"), choice::again));
        return offers;
    }

    private Label hint(String text) {
        Label hint = new Label(text);
        hint.getStyleClass().add("muted");
        hint.setWrapText(true);
        hint.setMinHeight(Region.USE_PREF_SIZE);
        return hint;
    }

    private Node facts(Source source) {
        return switch (source) {
            case Source.Cd cd -> facts(cd);
            case Source.Disk disk -> facts(disk);
            case Source.Listed _, Source.Empty _ -> new VBox();
        };
    }

    private Node facts(Source.Cd cd) {
        CdInfo info = cd.info();
        FactGrid facts = new FactGrid(id);
        facts.add("system", words.text("wizard.fact.system"), system(cd.recognition()));
        if (!cd.recognition().architecture().isEmpty()) {
            facts.add(
                    "architecture",
                    words.text("wizard.fact.architecture"),
                    cd.recognition().architecture());
        }
        if (!info.volumeId().isEmpty()) {
            facts.add("label", words.text("wizard.fact.label"), info.volumeId());
        }
        facts.add("size", words.text("wizard.fact.size"), words.figures().size(info.fileBytes()));
        facts.add("boots", words.text("wizard.fact.boots"), boots(info));
        VBox box = new VBox(facts);
        box.getStyleClass().add("cards");
        if (info.isTruncated()) {
            box.getChildren()
                    .add(warning(words.text(
                            "wizard.file.cut-off",
                            words.figures().size(info.fileBytes()),
                            words.figures().size(info.volumeBytes()))));
        }
        return box;
    }

    /** A guess is shown as one. */
    private String system(Recognition found) {
        String name = found.system().name();
        if (name.isEmpty()) {
            return words.text("wizard.system.unknown");
        }
        return switch (found.certainty()) {
            case CERTAIN -> found.medium() == Recognition.Medium.LIVE ? words.text("wizard.system.live", name) : name;
            case PROBABLE -> words.text("wizard.system.probably", name);
            case NONE -> words.text("wizard.system.unknown");
        };
    }

    private String boots(CdInfo info) {
        if (info.bootsBios()) {
            return info.bootsUefi() ? words.text("wizard.boots.both") : words.text("wizard.boots.bios");
        }
        return info.bootsUefi() ? words.text("wizard.boots.uefi") : words.text("wizard.boots.none");
    }

    private Node facts(Source.Disk disk) {
        FactGrid facts = new FactGrid(id);
        facts.add(
                "format", words.text("wizard.fact.format"), disk.info().format().word());
        facts.add(
                "size",
                words.text("wizard.fact.size"),
                words.text(
                        "value.disk-size",
                        disk.info().virtualSize(),
                        disk.info().actualSize()));
        VBox box = new VBox(facts, hint(words.text("wizard.file.disk.stays")));
        box.getStyleClass().add("cards");
        if (disk.info().corrupt()) {
            box.getChildren().add(warning(words.text("wizard.file.corrupt")));
        }
        return box;
    }

    private Label warning(String text) {
        Label warning = hint(text);
        warning.getStyleClass().setAll("label", "wizard-warning");
        warning.setGraphic(Signs.warning());
        return warning;
    }

    Node first() {
        return field;
    }

    void dispose() {
        subscription.unsubscribe();
    }
}
