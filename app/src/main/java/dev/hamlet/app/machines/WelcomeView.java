package dev.hamlet.app.machines;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.fx.Action;
import dev.hamlet.app.fx.ActionButton;
import dev.hamlet.app.fx.Focus;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.problem.Problem;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.shape.SVGPath;
import javafx.scene.text.TextAlignment;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;

/** What is shown where there is no machine and no container yet: how a first one is made. */
public final class WelcomeView extends VBox {
    /** Two houses and a block of flats between them. */
    private static final String HOUSES = "M0 78H212M18 78V34L46 20L74 34V78M40 78V58H54V78"
            + "M84 78V6H136V78M84 30H136M84 54H136M110 6V78M146 78V42L170 28L194 42V78M164 78V62H176V78";

    private final Messages words;
    private final VBox problems = new VBox();
    private final ActionButton make;
    private final ActionButton begin;
    private final ActionButton container;
    private final Subscription subscription;

    /**
     * A view with these words.
     *
     * @param newMachine begins a new machine of any kind
     * @param newContainer begins a new container
     * @param check says what this computer can do and lacks
     */
    public WelcomeView(FirstMachine first, Runnable newMachine, Runnable newContainer, Region check, Messages words) {
        this.words = words;
        getStyleClass().add("welcome");
        setId("welcome");
        setAlignment(Pos.CENTER);
        SVGPath picture = new SVGPath();
        picture.setContent(HOUSES);
        picture.getStyleClass().add("welcome-picture");
        Label title = new Label(words.text("machines.welcome.title"));
        title.getStyleClass().addAll(Styles.TITLE_2, "strong");
        make = ActionButton.of(
                new Action(
                        "machines-first",
                        new SimpleObjectProperty<>("machines.first"),
                        Feather.PLAY,
                        null,
                        first.obstacleProperty(),
                        first::make),
                words);
        begin = ActionButton.of(
                new Action(
                        "machines-welcome-make",
                        new SimpleObjectProperty<>("machines.welcome.make"),
                        Feather.PLUS,
                        null,
                        new SimpleObjectProperty<>(Optional.<Phrase>empty()),
                        newMachine),
                words);
        begin.primary();
        container = ActionButton.of(
                new Action(
                        "machines-welcome-container",
                        new SimpleObjectProperty<>("machines.welcome.container"),
                        Feather.BOX,
                        null,
                        new SimpleObjectProperty<>(Optional.<Phrase>empty()),
                        newContainer),
                words);
        FlowPane ways = new FlowPane(begin, container);
        ways.getStyleClass().add("welcome-ways");
        ways.setAlignment(Pos.CENTER);
        problems.setMaxWidth(USE_PREF_SIZE);
        getChildren()
                .addAll(
                        picture,
                        title,
                        paragraph("machines.welcome.text"),
                        ways,
                        paragraph("machines.welcome.drop"),
                        problems,
                        make,
                        paragraph("machines.first.about"),
                        check);
        subscription = first.problemProperty().subscribe(this::show);
        // Nothing above can be used yet: the keyboard begins here.
        sceneProperty().subscribe(scene -> Focus.whenShown(this));
    }

    private void show(Optional<Problem> problem) {
        problems.getChildren().clear();
        problem.ifPresent(
                why -> problems.getChildren().add(new ProblemCard(why, Weight.WRONG, words, List.of(), null)));
        problems.setVisible(problem.isPresent());
        problems.setManaged(problem.isPresent());
    }

    private Label paragraph(String key) {
        Label text = new Label(words.text(key));
        text.getStyleClass().addAll("muted", "welcome-text");
        text.setWrapText(true);
        text.setAlignment(Pos.CENTER);
        text.setTextAlignment(TextAlignment.CENTER);
        text.setMinHeight(Region.USE_PREF_SIZE);
        return text;
    }

    /** What can be had here is what is meant first: without QEMU there are containers, without a runtime machines. */
    public void canRun(boolean machines, boolean containers) {
        boolean machinesFirst = machines || !containers;
        begin.primary(machinesFirst);
        container.primary(!machinesFirst);
    }

    /** Ends the following of the model. */
    public void dispose() {
        subscription.unsubscribe();
        make.dispose();
        begin.dispose();
        container.dispose();
    }
}
