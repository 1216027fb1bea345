package dev.hamlet.app.machines;

import atlantafx.base.controls.CustomTextField;
import atlantafx.base.theme.Styles;
import dev.hamlet.app.containers.ContainerRow;
import dev.hamlet.app.containers.ContainersModel;
import dev.hamlet.app.fx.Action;
import dev.hamlet.app.fx.ActionMenu;
import dev.hamlet.app.fx.Focus;
import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.Narrow;
import dev.hamlet.app.fx.Shown;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Phrase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The left side: a field to search, the order, and the machines by group. */
final class MachineList extends VBox {
    /** In times of the text's size: with less, curves would leave names no room. */
    private static final double ROOM = 27.5;

    /** With less, figures would leave names no room. */
    private static final double LEAST_ROOM = 21;

    private final MachinesModel model;
    private final @Nullable ContainersModel containers;
    private final Messages words;
    private final Consumer<Phrase> tell;
    private final MachineActions actions;
    private final ListView<ListEntry> list = new ListView<>();
    private final ObservableValue<Boolean> seen = Shown.of(list);
    private final ReadOnlyBooleanWrapper narrow = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper narrowest = new ReadOnlyBooleanWrapper();
    private final CustomTextField search = new CustomTextField();
    private final ActionMenu menu;
    private final ListChangeListener<ListEntry> selected = change -> choose();
    private final ListChangeListener<ListEntry> shown = change -> showSelection();
    private final Subscription subscription;
    /** Whether the list is being told what is chosen, so that what it tells back is no news. */
    private boolean showing;

    /**
     * A list of what this model lists.
     *
     * @param containers what else is listed there, or null
     */
    MachineList(
            MachinesModel model,
            @Nullable ContainersModel containers,
            MachineActions actions,
            Messages words,
            Consumer<Phrase> tell) {
        this.containers = containers;
        this.model = model;
        this.words = words;
        this.tell = tell;
        this.actions = actions;
        getStyleClass().add("machine-list");
        setId("machines-side");
        makeSearch();
        makeList();
        menu = new ActionMenu(list, actions.all(), words);
        menu.tell(actions.delete(), KeyCode.DELETE);
        HBox head = new HBox(search, orderMenu());
        head.getStyleClass().add("list-head");
        HBox.setHgrow(search, Priority.ALWAYS);
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().addAll(head, list);
        list.getSelectionModel().getSelectedItems().addListener(selected);
        model.listing().entries().addListener(shown);
        subscription = Subscription.combine(
                model.selectedProperty().subscribe(row -> showSelection()),
                containers == null
                        ? Subscription.EMPTY
                        : containers.selectedProperty().subscribe(row -> showSelection()),
                Narrow.watch(this, ROOM, this::textSize, narrow::set),
                Narrow.watch(this, LEAST_ROOM, this::textSize, narrowest::set),
                // Where the list is, the keyboard begins.
                list.sceneProperty().subscribe(scene -> Focus.whenShown(list)));
    }

    /** In pixels. */
    double textSize() {
        return search.getFont().getSize();
    }

    private void makeSearch() {
        search.setId("machines-search");
        search.setPromptText(words.text("machines.search"));
        search.setAccessibleText(words.text("machines.search.accessible"));
        search.setLeft(new FontIcon(Feather.SEARCH));
        search.textProperty().bindBidirectional(model.listing().searchProperty());
        search.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && !search.getText().isEmpty()) {
                search.clear();
                event.consume();
            } else if (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.ENTER) {
                list.requestFocus();
                event.consume();
            }
        });
    }

    private MenuButton orderMenu() {
        MenuButton menu = new MenuButton("", new FontIcon(Feather.FILTER));
        ToggleGroup group = new ToggleGroup();
        for (MachineListing.Order order : MachineListing.Order.values()) {
            String word = order.name().toLowerCase(Locale.ROOT);
            RadioMenuItem item = new RadioMenuItem(words.text("machines.order." + word));
            item.setId("machines-order-" + word);
            item.setToggleGroup(group);
            item.setSelected(order == model.listing().orderProperty().get());
            item.setOnAction(event -> model.listing().orderProperty().set(order));
            menu.getItems().add(item);
        }
        menu.setId("machines-order");
        menu.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, "no-arrow");
        menu.setAccessibleText(words.text("machines.order"));
        menu.setTooltip(new Tooltip(words.text("machines.order")));
        return menu;
    }

    private void makeList() {
        list.setId("machines-list");
        list.setAccessibleText(words.text("machines.list.accessible"));
        list.setCellFactory(view -> new MachineCell(
                words,
                seen,
                narrow,
                narrowest,
                model.nowProperty(),
                model.listing()::fold,
                () -> runOrTell(actions.open().isEnabled() ? actions.open() : actions.console())));
        list.setItems(model.listing().entries());
        list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        Label nothing = new Label(words.text("machines.search.nothing"));
        nothing.getStyleClass().add("muted");
        list.setPlaceholder(nothing);
        list.addEventHandler(KeyEvent.KEY_PRESSED, this::listKey);
        list.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            // The list itself would take it for the wish to edit a cell.
            if (event.getCode() == KeyCode.F2) {
                event.consume();
                runOrTell(actions.rename());
            }
        });
    }

    private void listKey(KeyEvent event) {
        switch (event.getCode()) {
            case ENTER -> runOrTell(actions.start());
            case DELETE -> runOrTell(actions.delete());
            case SPACE, LEFT, RIGHT -> {
                if (!(list.getFocusModel().getFocusedItem() instanceof ListEntry.Group group)) {
                    return;
                }
                model.listing().fold(group.name());
            }
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

    /** The person has chosen; the heads of groups are nothing that a command could be given to. */
    private void choose() {
        if (showing) {
            return;
        }
        List<MachineRow> rows = new ArrayList<>();
        List<ContainerRow> others = new ArrayList<>();
        ListEntry last = null;
        for (ListEntry entry : list.getSelectionModel().getSelectedItems()) {
            switch (entry) {
                case ListEntry.Of(MachineRow row) -> {
                    rows.add(row);
                    last = entry;
                }
                case ListEntry.Container(ContainerRow row) -> {
                    others.add(row);
                    last = entry;
                }
                case null, default -> {
                    // The head of a group.
                }
            }
        }
        ListEntry lead = list.getSelectionModel().getSelectedItem();
        if (last == null) {
            return;
        }
        // What is chosen comes in steps: the list, which is in the midst of telling of it, shows the last one already.
        showing = true;
        try {
            model.choose(rows, others, lead == null || lead instanceof ListEntry.Group ? last : lead);
        } finally {
            showing = false;
        }
        if (rows.size() + others.size()
                != list.getSelectionModel().getSelectedItems().size()) {
            FxRelay.fxThread().execute(this::showSelection);
        }
    }

    /** Shows what is chosen, wherever it stands now. */
    private void showSelection() {
        if (showing) {
            return;
        }
        MachineRow lead = model.selectedProperty().get();
        ContainerRow container =
                containers == null ? null : containers.selectedProperty().get();
        Set<ListEntry> chosen = new HashSet<>();
        model.chosen().forEach(row -> chosen.add(new ListEntry.Of(row)));
        if (containers != null) {
            containers.chosen().forEach(row -> chosen.add(new ListEntry.Container(row)));
        }
        List<ListEntry> wanted =
                model.listing().entries().stream().filter(chosen::contains).toList();
        if (wanted.equals(list.getSelectionModel().getSelectedItems())) {
            return;
        }
        showing = true;
        list.getSelectionModel().clearSelection();
        for (ListEntry entry : wanted) {
            list.getSelectionModel().select(entry);
        }
        @Nullable
        ListEntry leading = container != null
                ? model.listing().entry(container)
                : lead == null ? null : model.listing().entry(lead);
        if (leading != null) {
            list.getSelectionModel().select(leading);
        }
        showing = false;
    }

    /** Gives the keyboard to the search. */
    void find() {
        search.requestFocus();
        search.selectAll();
    }

    /** Where the keyboard begins. */
    Node home() {
        return list;
    }

    void dispose() {
        subscription.unsubscribe();
        list.getSelectionModel().getSelectedItems().removeListener(selected);
        model.listing().entries().removeListener(shown);
        search.textProperty().unbindBidirectional(model.listing().searchProperty());
        menu.dispose();
        list.setItems(FXCollections.observableArrayList());
    }
}
