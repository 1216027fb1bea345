package dev.hamlet.app.machines;

import dev.hamlet.app.containers.ContainerRow;
import dev.hamlet.app.containers.ContainersModel;
import dev.hamlet.app.fx.Action;
import dev.hamlet.app.fx.Page;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import javafx.animation.PauseTransition;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** The page of machines: toolbar, list and details, or what to do where there is no machine yet. */
public final class MachinesView extends BorderPane implements Page {
    /** How wide the list begins: this share of the width, within these bounds in times of the text's size. */
    private static final double LIST_SHARE = 0.26;

    private static final double LIST_LEAST = 24;
    private static final double LIST_MOST = 30;

    /** The rest stays with the details, whatever the list would like. */
    private static final double LIST_LIMIT = 0.36;

    /** In a window that has become narrower something of the details stays in sight. */
    private static final double CHOSEN_LIMIT = 0.6;

    private static final Duration PATIENCE = Duration.millis(300);

    private final MachinesModel model;
    private final @Nullable Containers containers;
    private final Messages words;
    private final MachineActions actions;
    private final MachineToolbar toolbar;
    private final MachineList list;
    private final Node details;
    private final SeveralView several;
    private final StackPane right;
    private final SplitPane split;
    private final Node welcome;
    private final ListChangeListener<MachineRow> rowsChanged = change -> showPage();
    private final ListChangeListener<MachineRow> chosenChanged = change -> showRight();
    private final ListChangeListener<ContainerRow> containersChanged = change -> showPage();
    private final ListChangeListener<ContainerRow> chosenContainersChanged = change -> showRight();
    private final VBox notice = new VBox();
    private final Subscription subscription;
    private double chosenWidth;
    private boolean divided;

    /**
     * A view of this model.
     *
     * @param details shows the selected machine
     * @param welcome what is shown where there is no machine
     * @param doors lead elsewhere
     * @param tell says something to the person in passing: why a key does nothing now
     */
    public MachinesView(
            MachinesModel model, Messages words, Node details, Node welcome, Doors doors, Consumer<Phrase> tell) {
        this(model, null, words, details, welcome, doors, tell);
    }

    /**
     * Containers that are listed with the machines.
     *
     * @param model must be {@link MachinesModel#list listed}
     * @param details shows the selected one
     * @param logs shows what all chosen ones write
     */
    public record Containers(ContainersModel model, Node details, Node logs) {}

    /**
     * A view of this model.
     *
     * @param containers what else is listed, or null
     * @param details shows the selected machine
     * @param welcome what is shown where there is nothing
     * @param doors lead elsewhere
     * @param tell says something to the person in passing: why a key does nothing now
     */
    public MachinesView(
            MachinesModel model,
            @Nullable Containers containers,
            Messages words,
            Node details,
            Node welcome,
            Doors doors,
            Consumer<Phrase> tell) {
        this.model = model;
        this.containers = containers;
        this.words = words;
        this.welcome = welcome;
        MachineActions ofMachines = MachineActions.of(model, doors);
        this.actions = containers == null ? ofMachines : ofMachines.with(containers.model(), model);
        this.toolbar = new MachineToolbar(actions, words);
        this.list = new MachineList(model, containers == null ? null : containers.model(), actions, words, tell);
        this.details = details;
        this.several = new SeveralView(
                model,
                containers == null ? null : containers.model(),
                containers == null ? null : containers.logs(),
                words);
        getStyleClass().add("machines");
        setId("page-machines");
        right = new StackPane();
        split = new SplitPane(list, right);
        split.setId("machines-split");
        split.widthProperty().subscribe(width -> divide(width.doubleValue()));
        SplitPane.setResizableWithParent(list, false);
        notice.setId("machines-notice");
        notice.getStyleClass().add("page-notice");
        setTop(new VBox(toolbar, notice));
        model.rows().addListener(rowsChanged);
        model.chosen().addListener(chosenChanged);
        showRight();
        subscription = Subscription.combine(
                containers == null ? Subscription.EMPTY : follow(containers.model()),
                model.loadingProperty().subscribe(changed -> showPage()),
                model.problemProperty().subscribe(changed -> showPage()));
    }

    private Subscription follow(ContainersModel others) {
        others.rows().addListener(containersChanged);
        others.chosen().addListener(chosenContainersChanged);
        return Subscription.combine(
                others.selectedProperty().subscribe(row -> showRight()),
                others.problemProperty().subscribe(why -> showPage()),
                () -> others.rows().removeListener(containersChanged),
                () -> others.chosen().removeListener(chosenContainersChanged));
    }

    /** Whether there is anything to list. */
    private boolean isEmpty() {
        return model.rows().isEmpty()
                && (containers == null || containers.model().rows().isEmpty());
    }

    /** What is shown of what is selected. */
    private Node shownDetails() {
        int others = containers == null ? 0 : containers.model().chosen().size();
        if (model.chosen().size() + others > 1) {
            return several;
        }
        return containers != null && others == 1 ? containers.details() : details;
    }

    /**
     * Begins with a list as wide as it was left.
     *
     * @param width in times of the text's size; 0 for the usual width
     * @param moved is told the width when a person has moved the edge of the list
     */
    public MachinesView withList(double width, DoubleConsumer moved) {
        chosenWidth = width;
        split.addEventFilter(MouseEvent.MOUSE_RELEASED, event -> {
            if (event.getTarget() instanceof Node target
                    && target.getStyleClass().contains("split-pane-divider")) {
                moved.accept(split.getDividerPositions()[0] * split.getWidth() / list.textSize());
            }
        });
        return this;
    }

    /**
     * Offers containers beside machines where new ones are made.
     *
     * @param make begins a new container
     */
    public MachinesView withNewContainer(Runnable make) {
        toolbar.alsoMakes(new Action(
                "machines-make-container",
                new SimpleObjectProperty<>("machines.make-container"),
                Feather.PACKAGE,
                new KeyCodeCombination(KeyCode.N, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
                new SimpleObjectProperty<>(Optional.<Phrase>empty()),
                make));
        return this;
    }

    /** As soon as there is a width; from then on the person's hand alone moves the divider. */
    private void divide(double width) {
        if (width > 0 && !divided) {
            divided = true;
            double text = list.textSize();
            double usual = Math.clamp(width * LIST_SHARE, LIST_LEAST * text, LIST_MOST * text);
            split.setDividerPositions(
                    chosenWidth > 0
                            ? Math.min(chosenWidth * text / width, CHOSEN_LIMIT)
                            : Math.min(usual / width, LIST_LIMIT));
        }
    }

    private void showRight() {
        Node wanted = shownDetails();
        if (!right.getChildren().contains(wanted)) {
            right.getChildren().setAll(wanted);
        }
    }

    private void showPage() {
        showNotice();
        Node page = page();
        if (!page.equals(getCenter())) {
            setCenter(page);
        }
    }

    /** Above the list: what is not in it, or is not as new as it should be. */
    private void showNotice() {
        notice.getChildren().clear();
        if (!isEmpty()) {
            model.problemProperty().get().ifPresent(why -> notice(why, "machines-look-again", model::lookAgain));
        }
        if (containers != null) {
            ContainersModel others = containers.model();
            others.problemProperty().get().ifPresent(why -> notice(why, "containers-look-again", others::lookAgain));
        }
        notice.setVisible(!notice.getChildren().isEmpty());
        notice.setManaged(notice.isVisible());
    }

    private void notice(Problem why, String id, Runnable again) {
        notice.getChildren()
                .add(new ProblemCard(
                        why,
                        Weight.NOTE,
                        words,
                        List.of(new ProblemCard.Offer(id, words.text("machines.look-again"), again)),
                        this::noticed));
    }

    private void noticed() {
        notice.getChildren().clear();
        notice.setVisible(false);
        notice.setManaged(false);
    }

    private Node page() {
        if (!isEmpty()) {
            return split;
        }
        if (model.problemProperty().get().isPresent()) {
            VBox box = new VBox(
                    new ProblemCard(model.problemProperty().get().get(), Weight.WRONG, words, List.of(), null));
            box.getStyleClass().add("page-body");
            return box;
        }
        return model.loadingProperty().get() == MachinesModel.Loading.DONE ? welcome : waiting();
    }

    /** Nothing for a moment, which is all it takes but on a slow disk; then a word. */
    private Node waiting() {
        Label text = new Label(words.text("machines.loading"));
        text.getStyleClass().add("muted");
        text.setVisible(false);
        PauseTransition pause = new PauseTransition(PATIENCE);
        pause.setOnFinished(event -> text.setVisible(true));
        pause.play();
        return new StackPane(text);
    }

    @Override
    public String id() {
        return "home";
    }

    @Override
    public Ikon icon() {
        return Feather.HOME;
    }

    @Override
    public Node node() {
        return this;
    }

    /** Those in the toolbar's menus listen to their keys themselves. */
    @Override
    public List<Action> actions() {
        return List.of(
                actions.make(),
                actions.start(),
                actions.pause(),
                actions.stop(),
                actions.console(),
                actions.settings(),
                new Action(
                        "machines-find",
                        new SimpleObjectProperty<>("machines.find"),
                        Feather.SEARCH,
                        new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN),
                        new SimpleObjectProperty<>(Optional.<Phrase>empty()),
                        list::find));
    }

    @Override
    public List<Node> panes() {
        Node center = getCenter();
        if (split.equals(center)) {
            return List.of(toolbar, list.home(), shownDetails());
        }
        return center == null ? List.of(toolbar) : List.of(toolbar, center);
    }

    @Override
    public Node home() {
        Node center = getCenter();
        return center == null || split.equals(center) ? list.home() : center;
    }

    @Override
    public void lookAgain() {
        model.lookAgain();
        if (containers != null) {
            containers.model().lookAgain();
        }
    }

    @Override
    public void dispose() {
        subscription.unsubscribe();
        model.rows().removeListener(rowsChanged);
        model.chosen().removeListener(chosenChanged);
        toolbar.dispose();
        list.dispose();
        several.dispose();
    }
}
