package dev.hamlet.app.machines;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.fx.Action;
import dev.hamlet.app.fx.ActionButton;
import dev.hamlet.app.fx.ActionItem;
import dev.hamlet.app.fx.Focus;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** The page of machines: toolbar, list and details, or what to do where there is no machine yet. */
public final class MachinesView extends BorderPane {
    private static final double LIST_SHARE = 0.28;
    private static final Duration PATIENCE = Duration.millis(300);

    private final MachinesModel model;
    private final Messages words;
    private final Consumer<Phrase> tell;
    private final MachineActions actions;
    private final ListView<MachineRow> list = new ListView<>();
    private final Node details;
    private final HBox toolbar = new HBox();
    private final SplitPane split;
    private final Node welcome;
    private final List<ActionButton> buttons = new ArrayList<>();
    private final List<ActionItem> items = new ArrayList<>();
    private final ListChangeListener<MachineRow> rowsChanged = change -> showPage();
    private final Subscription subscription;

    /**
     * A view of this model.
     *
     * @param details shows the selected machine
     * @param welcome what is shown where there is no machine
     * @param tell says something to the person in passing: why a key does nothing now
     */
    public MachinesView(MachinesModel model, Messages words, Node details, Node welcome, Consumer<Phrase> tell) {
        this.model = model;
        this.words = words;
        this.tell = tell;
        this.welcome = welcome;
        this.actions = MachineActions.of(model);
        this.details = details;
        getStyleClass().add("machines");
        makeToolbar();
        makeList();
        split = new SplitPane(list, details);
        split.setId("machines-split");
        split.setDividerPositions(LIST_SHARE);
        SplitPane.setResizableWithParent(list, false);
        setTop(toolbar);
        model.rows().addListener(rowsChanged);
        subscription = Subscription.combine(
                model.loadingProperty().subscribe(changed -> showPage()),
                model.problemProperty().subscribe(changed -> showPage()),
                model.selectedProperty().subscribe(this::showSelection),
                list.getSelectionModel().selectedItemProperty().subscribe(this::select),
                // Where the list is, the keyboard begins.
                list.sceneProperty().subscribe(scene -> Focus.whenShown(list)));
    }

    private void makeToolbar() {
        toolbar.getStyleClass().add("toolbar");
        toolbar.setId("machines-toolbar");
        toolbar.setAccessibleRole(AccessibleRole.TOOL_BAR);
        HBox stop = new HBox(button(ActionButton.of(actions.stop(), words)), moreWaysToStop());
        stop.getStyleClass().add("split");
        toolbar.getChildren()
                .addAll(
                        button(ActionButton.of(actions.start(), words)),
                        button(ActionButton.of(actions.pause(), words)),
                        stop,
                        button(ActionButton.icon(actions.delete(), words)));
    }

    private ActionButton button(ActionButton button) {
        buttons.add(button);
        return button;
    }

    /** Not a split button, which is disabled as a whole: the plug is needed most when asking is not possible any more. */
    private MenuButton moreWaysToStop() {
        String text = words.text("machines.stop.more");
        ActionItem reset = item(actions.reset(), true);
        ActionItem forceOff = item(actions.forceOff(), true);
        MenuButton more = new MenuButton("", null, reset, forceOff);
        more.setId("machines-stop-more");
        more.getStyleClass().addAll(Styles.BUTTON_ICON, "split-arrow");
        more.setAccessibleText(text);
        more.setTooltip(new Tooltip(text));
        return more;
    }

    private ActionItem item(Action action, boolean withKeys) {
        ActionItem item = new ActionItem(action, words, withKeys);
        items.add(item);
        return item;
    }

    private void makeList() {
        list.setId("machines-list");
        list.setAccessibleText(words.text("machines.list.accessible"));
        list.setCellFactory(view -> new MachineCell(words));
        list.setItems(model.rows());
        list.addEventHandler(KeyEvent.KEY_PRESSED, this::listKey);
        ContextMenu menu = new ContextMenu();
        actions.all().forEach(action -> menu.getItems().add(item(action, false)));
        list.setContextMenu(menu);
    }

    private void listKey(KeyEvent event) {
        switch (event.getCode()) {
            case ENTER -> runOrTell(actions.start());
            case DELETE -> runOrTell(actions.delete());
            default -> {
                return;
            }
        }
        event.consume();
    }

    /** Does it, or says why that is not possible now. */
    private void runOrTell(Action action) {
        action.obstacle().getValue().ifPresentOrElse(tell, action::run);
    }

    private void select(@Nullable MachineRow row) {
        if (row != null) {
            model.selectedProperty().set(row);
        }
    }

    private void showSelection(@Nullable MachineRow row) {
        if (row == null) {
            list.getSelectionModel().clearSelection();
        } else if (!row.equals(list.getSelectionModel().getSelectedItem())) {
            list.getSelectionModel().select(row);
            list.scrollTo(row);
        }
    }

    private void showPage() {
        Node page = page();
        if (!page.equals(getCenter())) {
            setCenter(page);
        }
    }

    private Node page() {
        if (!model.rows().isEmpty()) {
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

    /** The actions whose keys the window listens to; those in the toolbar's menu listen themselves. */
    public List<Action> keyActions() {
        return List.of(actions.start(), actions.pause(), actions.stop());
    }

    /** The parts of the page that F6 goes through. */
    public List<Node> panes() {
        Node center = getCenter();
        if (split.equals(center)) {
            return List.of(toolbar, list, details);
        }
        return center == null ? List.of(toolbar) : List.of(toolbar, center);
    }

    /** Where the keyboard begins. */
    public Node home() {
        Node center = getCenter();
        return center == null || split.equals(center) ? list : center;
    }

    /** Ends the following of the model. */
    public void dispose() {
        subscription.unsubscribe();
        model.rows().removeListener(rowsChanged);
        buttons.forEach(ActionButton::dispose);
        items.forEach(ActionItem::dispose);
        list.setItems(FXCollections.observableArrayList());
    }
}
