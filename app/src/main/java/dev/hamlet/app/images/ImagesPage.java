package dev.hamlet.app.images;

import atlantafx.base.controls.CustomTextField;
import dev.hamlet.app.fx.Action;
import dev.hamlet.app.fx.ActionButton;
import dev.hamlet.app.fx.Dialogs;
import dev.hamlet.app.fx.FileChoice;
import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.Overlay;
import dev.hamlet.app.fx.Page;
import dev.hamlet.app.images.containers.StoredImagesTab;
import dev.hamlet.app.images.containers.StoredImagesWork;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.Engine;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.MachineStore;
import dev.hamlet.engine.machine.NewMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Separator;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Subscription;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The page of images: all disks and CD images, what can be had, and what containers are made from. */
public final class ImagesPage implements Page {
    private final BorderPane root = new BorderPane();
    private final LibraryModel library;
    private final CatalogueModel catalogue;
    private final LibraryActions actions;
    private final LibraryView libraryView;
    private final CatalogueView catalogueView;
    private final StoredImagesTab stored;
    private final TabPane tabs = new TabPane();
    private final Tab catalogueTab;
    private final Tab storedTab;
    private final HBox toolbar = new HBox();
    private final CustomTextField search = new CustomTextField();
    private final List<ActionButton> buttons = new ArrayList<>();
    private final List<Node> ofDisks = new ArrayList<>();
    private final List<Node> libraryOnly = new ArrayList<>();
    private final Label libraryCount = chip();
    private final Label catalogueCount = chip();
    private final Label storedCount = chip();
    private final ListChangeListener<CatalogueCard> cardsChanged = change -> showCounts();
    private final Jobs.Listening listening;
    private final Jobs.Listening working;
    private final Subscription subscription;

    /**
     * The page of this engine's images.
     *
     * @param overlay shows its dialogs
     * @param dialogs asks before what cannot be taken back
     * @param files asks for files of this computer
     * @param make leads to a machine that boots from this: an image of the library, or a disk or CD where it lies
     * @param run leads to a container of the image of this name or id
     */
    public ImagesPage(
            Engine engine,
            Overlay overlay,
            Dialogs dialogs,
            FileChoice files,
            Messages words,
            Consumer<NewMachine.Source> make,
            Consumer<String> run) {
        this(
                LibraryWork.of(engine),
                CatalogueWork.of(engine),
                StoredImagesWork.of(engine),
                engine.machines(),
                engine.jobs(),
                FxRelay.fxThread(),
                TimeSource.system(),
                overlay,
                dialogs,
                files,
                words,
                make,
                run);
    }

    ImagesPage(
            LibraryWork libraryWork,
            CatalogueWork catalogueWork,
            StoredImagesWork storedWork,
            MachineStore machines,
            Jobs jobs,
            Executor fx,
            TimeSource time,
            Overlay overlay,
            Dialogs dialogs,
            FileChoice files,
            Messages words,
            Consumer<NewMachine.Source> make,
            Consumer<String> run) {
        library = new LibraryModel(libraryWork, fx, time, dialogs, make);
        catalogue = new CatalogueModel(catalogueWork, jobs, fx, time, make);
        // States and settings of machines are part of what is shown.
        listening = machines.listen(event -> library.lookAgainIfSeen());
        working = jobs.listen(snapshot -> {
            if (snapshot.state().isOver()) {
                library.lookAgainIfSeen();
            }
        });
        actions = LibraryActions.of(
                library,
                () -> overlay.show(new NewDiskDialog(library, words)),
                () -> add(() -> overlay.show(new ImportDialog(library, files, words))),
                () -> {
                    ImageRow row = library.selectedProperty().get();
                    if (row != null) {
                        overlay.show(new GrowDialog(library, row, words));
                    }
                });
        libraryView = new LibraryView(library, actions, words, time);
        catalogueView = new CatalogueView(catalogue, words, () -> overlay.show(new AddressDialog(catalogue, words)));
        stored = new StoredImagesTab(
                storedWork,
                fx,
                time,
                overlay,
                dialogs,
                files,
                words,
                run,
                count -> storedCount.setText(Integer.toString(count)));
        makeToolbar(words);
        Tab libraryTab = tab("library", libraryView, libraryCount, words);
        catalogueTab = tab("catalogue", catalogueView, catalogueCount, words);
        tabs.setId("images-tabs");
        storedTab = tab("stored", stored.node(), storedCount, words);
        tabs.getTabs().setAll(List.of(libraryTab, catalogueTab, storedTab));
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        root.getStyleClass().add("images-page");
        root.setId("images-page");
        root.setTop(toolbar);
        root.setCenter(tabs);
        catalogue.shown().addListener(cardsChanged);
        subscription = Subscription.combine(
                root.sceneProperty().subscribe(scene -> library.watch(scene != null)),
                tabs.getSelectionModel().selectedItemProperty().subscribe(tab -> showToolbar()),
                library.rowsProperty().subscribe(rows -> showCounts()),
                catalogue.seenProperty().subscribe(look -> showCounts()));
    }

    private static Label chip() {
        Label chip = new Label();
        chip.getStyleClass().addAll("count-chip", "num");
        return chip;
    }

    private static Tab tab(String word, Node content, Label count, Messages words) {
        Label title = new Label(words.text("images.tab." + word), count);
        title.setContentDisplay(javafx.scene.control.ContentDisplay.RIGHT);
        title.getStyleClass().add("images-tab-title");
        Tab tab = new Tab("", content);
        tab.setGraphic(title);
        tab.setId("images-tab-" + word);
        return tab;
    }

    private void makeToolbar(Messages words) {
        toolbar.getStyleClass().add("toolbar");
        toolbar.setId("images-toolbar");
        toolbar.setAccessibleRole(AccessibleRole.TOOL_BAR);
        ActionButton create = button(ActionButton.of(actions.create(), words));
        create.primary();
        search.setId("images-search");
        search.setLeft(new FontIcon(Feather.SEARCH));
        search.setPromptText(words.text("images.search"));
        search.setAccessibleText(words.text("images.search"));
        search.textProperty().bindBidirectional(library.searchProperty());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        toolbar.getChildren()
                .addAll(
                        ofDisks(create),
                        ofDisks(button(ActionButton.of(actions.add(), words))),
                        ofLibrary(new Separator(javafx.geometry.Orientation.VERTICAL)),
                        ofLibrary(button(ActionButton.of(actions.make().renamed("images-toolbar-make"), words))),
                        ofLibrary(button(ActionButton.of(actions.verify().renamed("images-toolbar-verify"), words))),
                        ofDisks(gap),
                        ofLibrary(search));
        toolbar.getChildren().addAll(stored.tools());
    }

    /** What has to do with the library alone is there on its tab alone. */
    private <N extends Node> N ofLibrary(N node) {
        libraryOnly.add(node);
        return node;
    }

    /** So is what has to do with disks, on both of their tabs. */
    private <N extends Node> N ofDisks(N node) {
        ofDisks.add(node);
        return node;
    }

    private void showToolbar() {
        show(libraryOnly, !isCatalogue() && !isStored());
        show(ofDisks, !isStored());
        show(stored.tools(), isStored());
    }

    private static void show(List<Node> nodes, boolean now) {
        for (Node node : nodes) {
            node.setVisible(now);
            node.setManaged(now);
        }
    }

    /** What the key for it means on the tab that is shown. */
    private void add(Runnable disk) {
        if (isStored()) {
            stored.add();
        } else {
            disk.run();
        }
    }

    private ActionButton button(ActionButton button) {
        buttons.add(button);
        return button;
    }

    private void showCounts() {
        libraryCount.setText(Integer.toString(library.rowsProperty().get().size()));
        catalogueCount.setText(Integer.toString(catalogue.count()));
    }

    /** Shows the images that containers are made from. */
    public void showStored() {
        tabs.getSelectionModel().select(storedTab);
    }

    /** Shows what can be had. */
    public void showCatalogue() {
        tabs.getSelectionModel().select(catalogueTab);
    }

    @Override
    public String id() {
        return "images";
    }

    @Override
    public Ikon icon() {
        return Feather.DISC;
    }

    @Override
    public Node node() {
        return root;
    }

    @Override
    public List<Node> panes() {
        List<Node> panes = new ArrayList<>(List.of(toolbar));
        panes.addAll(isStored() ? stored.panes() : isCatalogue() ? catalogueView.panes() : libraryView.panes());
        return panes;
    }

    private boolean isCatalogue() {
        return catalogueTab.equals(tabs.getSelectionModel().getSelectedItem());
    }

    private boolean isStored() {
        return storedTab.equals(tabs.getSelectionModel().getSelectedItem());
    }

    @Override
    public Node home() {
        return isStored() ? stored.home() : isCatalogue() ? catalogueView.home() : libraryView.home();
    }

    @Override
    public List<Action> actions() {
        return actions.all();
    }

    @Override
    public void shown() {
        lookAgain();
    }

    @Override
    public void lookAgain() {
        library.lookAgain();
        catalogue.lookAgain();
        stored.lookAgain();
    }

    @Override
    public void dispose() {
        subscription.unsubscribe();
        listening.close();
        working.close();
        catalogue.shown().removeListener(cardsChanged);
        search.textProperty().unbindBidirectional(library.searchProperty());
        buttons.forEach(ActionButton::dispose);
        libraryView.dispose();
        catalogueView.dispose();
        stored.dispose();
        library.close();
        catalogue.close();
    }
}
