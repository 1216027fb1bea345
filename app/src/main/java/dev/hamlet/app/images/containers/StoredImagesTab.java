package dev.hamlet.app.images.containers;

import atlantafx.base.controls.CustomTextField;
import dev.hamlet.app.fx.ActionButton;
import dev.hamlet.app.fx.Dialogs;
import dev.hamlet.app.fx.FileChoice;
import dev.hamlet.app.fx.FileDrop;
import dev.hamlet.app.fx.Overlay;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.job.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The tab of images for containers, with what its page's toolbar shows meanwhile. */
public final class StoredImagesTab {
    private final StoredImagesModel model;
    private final StoredImageActions actions;
    private final StoredImagesView view;
    private final Overlay overlay;
    private final FileChoice files;
    private final Messages words;
    private final List<ActionButton> buttons = new ArrayList<>();
    private final List<Node> tools = new ArrayList<>();
    private final CustomTextField search = new CustomTextField();
    private final Subscription subscription;

    /**
     * A tab.
     *
     * @param fx runs everything that changes what is shown
     * @param overlay shows its dialogs
     * @param dialogs asks before what cannot be taken back
     * @param files asks for files of this computer
     * @param run leads to a container of the image of this name or id
     * @param counted is told how many images there are
     */
    public StoredImagesTab(
            StoredImagesWork work,
            Executor fx,
            TimeSource time,
            Overlay overlay,
            Dialogs dialogs,
            FileChoice files,
            Messages words,
            Consumer<String> run,
            IntConsumer counted) {
        this.overlay = overlay;
        this.files = files;
        this.words = words;
        model = new StoredImagesModel(work, fx, time, dialogs);
        actions = StoredImageActions.of(
                model,
                new StoredImageActions.Doors(
                        () -> overlay.show(new PullDialog(model, words)),
                        this::add,
                        () -> overlay.show(new PruneDialog(model, words)),
                        () -> withSelected(image -> run.accept(nameOrId(image))),
                        () -> withSelected(this::push),
                        () -> withSelected(image -> overlay.show(
                                new NameForm("tag-image", familiar(image), words, name -> model.tag(image, name)))),
                        () -> withSelected(image -> overlay.show(new ExportDialog(model, image, files, words)))));
        view = new StoredImagesView(model, actions, words);
        FileDrop.onto(view, file -> model.importFrom(file, Optional.empty()));
        makeTools();
        subscription = Subscription.combine(
                view.sceneProperty().subscribe(scene -> model.watch(scene != null)),
                model.rowsProperty().subscribe(rows -> counted.accept(rows.size())));
    }

    private void makeTools() {
        ActionButton pull = button(ActionButton.of(actions.pull(), words));
        pull.primary();
        search.setId("stored-search");
        search.setLeft(new FontIcon(Feather.SEARCH));
        search.setPromptText(words.text("images.search"));
        search.setAccessibleText(words.text("images.search"));
        search.textProperty().bindBidirectional(model.searchProperty());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        tools.addAll(List.of(
                pull,
                button(ActionButton.of(actions.add(), words)),
                button(ActionButton.of(actions.prune(), words)),
                gap,
                search));
    }

    private ActionButton button(ActionButton button) {
        buttons.add(button);
        return button;
    }

    private void withSelected(Consumer<StoredImage> deed) {
        StoredImage image = model.selectedProperty().get();
        if (image != null) {
            deed.accept(image);
        }
    }

    private void push(StoredImage image) {
        overlay.show(new NameForm("push-image", familiar(image), words, target -> model.push(image, target)));
    }

    private static String nameOrId(StoredImage image) {
        return image.image().references().isEmpty() ? image.image().id().hex() : familiar(image);
    }

    private static String familiar(StoredImage image) {
        return image.image().references().stream()
                .findFirst()
                .map(ImageReference::familiar)
                .orElse("");
    }

    /** Asks for an archive and brings in what it has. */
    public void add() {
        overlay.show(new ImportArchiveDialog(model, files, words));
    }

    /** What the tab shows. */
    public Node node() {
        return view;
    }

    /** What stands in the toolbar while the tab is shown. */
    public List<Node> tools() {
        return List.copyOf(tools);
    }

    /** The parts that F6 goes through. */
    public List<Node> panes() {
        return view.panes();
    }

    /** Where the keyboard begins. */
    public Node home() {
        return view.home();
    }

    /** Looks at everything now. */
    public void lookAgain() {
        model.lookAgain();
    }

    /** Something may have changed: looks, if somebody sees it. May be called by any thread. */
    public void lookAgainIfSeen() {
        model.lookAgainIfSeen();
    }

    /** Ends the following of what it shows. */
    public void dispose() {
        subscription.unsubscribe();
        search.textProperty().unbindBidirectional(model.searchProperty());
        buttons.forEach(ActionButton::dispose);
        view.dispose();
        model.close();
    }
}
