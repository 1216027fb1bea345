package dev.hamlet.app.help;

import dev.hamlet.app.fx.WindowIcon;
import dev.hamlet.app.words.Messages;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import javafx.geometry.Bounds;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.commonmark.node.Node;
import org.jspecify.annotations.Nullable;

/** The window of the guide: contents at the left, a page, and above them the way back and what finds words in a page. */
final class HelpWindow {
    private static final double WIDTH = 1080;
    private static final double HEIGHT = 760;
    private static final double LEAST_WIDTH = 520;
    private static final double LEAST_HEIGHT = 360;

    private final Stage stage = new Stage();
    private final HelpContext context;
    private final Messages words;
    private final Shelf shelf = new Shelf();
    private final ListView<Shelf.Entry> contents = new ListView<>();
    private final ScrollPane scroll = new ScrollPane();
    private final HelpBar bar;
    private final Deque<HelpPlace> earlier = new ArrayDeque<>();
    private final Deque<HelpPlace> later = new ArrayDeque<>();
    private HelpPlace place = HelpPlace.START;
    private @Nullable HelpPage page;
    /** The list follows the page then, and not the page the list. */
    private boolean following;

    /**
     * A window that is shown at once, with no page yet.
     *
     * @param closed is run when it has closed
     */
    HelpWindow(HelpContext context, Runnable closed) {
        this.context = context;
        this.words = context.words();
        this.bar = new HelpBar(words, this::back, this::forward, this::bring);
        contents.setId("help-contents");
        contents.setAccessibleText(words.text("help.contents"));
        contents.setCellFactory(list -> new EntryCell());
        contents.getItems().setAll(shelf.contents());
        contents.getSelectionModel().selectedItemProperty().subscribe(entry -> {
            if (entry != null && !following) {
                show(entry.place());
            }
        });
        scroll.setId("help-scroll");
        scroll.setFitToWidth(true);
        scroll.setFocusTraversable(true);
        scroll.setAccessibleText(words.text("help.page"));
        BorderPane root = new BorderPane(scroll);
        root.getStyleClass().add("help");
        root.setTop(bar);
        root.setLeft(contents);
        Scene scene = new Scene(root, WIDTH, HEIGHT);
        context.dress().accept(scene);
        keys(scene);
        WindowIcon.give(stage);
        stage.setScene(scene);
        stage.setTitle(words.text("help.title"));
        stage.setMinWidth(LEAST_WIDTH);
        stage.setMinHeight(LEAST_HEIGHT);
        Rectangle2D room = Screen.getPrimary().getVisualBounds();
        stage.setWidth(Math.min(WIDTH, room.getWidth()));
        stage.setHeight(Math.min(HEIGHT, room.getHeight()));
        stage.setOnHidden(event -> closed.run());
        stage.show();
    }

    private void keys(Scene scene) {
        var keys = scene.getAccelerators();
        keys.put(new KeyCodeCombination(KeyCode.W, KeyCombination.SHORTCUT_DOWN), this::close);
        keys.put(new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN), bar::find);
        keys.put(new KeyCodeCombination(KeyCode.LEFT, KeyCombination.ALT_DOWN), this::back);
        keys.put(new KeyCodeCombination(KeyCode.RIGHT, KeyCombination.ALT_DOWN), this::forward);
        keys.put(new KeyCodeCombination(KeyCode.F1), () -> show(HelpPlace.START));
    }

    /** Where a person reads. */
    HelpPlace place() {
        return place;
    }

    /** Goes there. */
    void show(HelpPlace next) {
        if (page != null && !next.equals(place)) {
            earlier.push(place);
            later.clear();
        }
        lay(next);
    }

    private void back() {
        step(earlier, later);
    }

    private void forward() {
        step(later, earlier);
    }

    private void step(Deque<HelpPlace> from, Deque<HelpPlace> to) {
        if (!from.isEmpty()) {
            to.push(place);
            lay(from.pop());
        }
    }

    private void lay(HelpPlace next) {
        boolean same = page != null && next.page().equals(place.page());
        place = next;
        if (!same) {
            Optional<Node> document = shelf.page(next.page());
            document.ifPresent(found -> {
                HelpPage made = new HelpPage(next, found, shelf, words, this::show, context.open());
                page = made;
                scroll.setContent(new StackPane(made.node()));
                bar.look(made.pieces());
            });
            if (document.isEmpty()) {
                page = null;
                Label none = new Label(words.text("help.missing", next.page()));
                none.setWrapText(true);
                scroll.setContent(none);
            }
        }
        mark();
        bar.offer(!earlier.isEmpty(), !later.isEmpty());
        scroll.setVvalue(0);
        HelpPage shown = page;
        if (shown != null && !next.section().isEmpty()) {
            shown.heading(next.section()).ifPresent(this::bring);
        }
    }

    private void mark() {
        following = true;
        try {
            contents.getItems().stream()
                    .filter(entry -> entry.place().page().equals(place.page()))
                    .findFirst()
                    .ifPresentOrElse(
                            contents.getSelectionModel()::select, contents.getSelectionModel()::clearSelection);
        } finally {
            following = false;
        }
    }

    /** Scrolls so that this piece of the page stands near the top. */
    private void bring(Region piece) {
        Region whole = (Region) scroll.getContent();
        scroll.getScene().getRoot().applyCss();
        scroll.getScene().getRoot().layout();
        Bounds at = whole.sceneToLocal(piece.localToScene(piece.getLayoutBounds()));
        double beyond = whole.getHeight() - scroll.getViewportBounds().getHeight();
        scroll.setVvalue(beyond <= 0 ? 0 : Math.clamp((at.getMinY() - piece.getHeight()) / beyond, 0, 1));
    }

    /** Brings it before the person. */
    void toFront() {
        stage.setIconified(false);
        stage.toFront();
        stage.requestFocus();
        scroll.requestFocus();
    }

    void close() {
        stage.close();
    }

    private static final class EntryCell extends ListCell<Shelf.Entry> {
        @Override
        protected void updateItem(Shelf.@Nullable Entry entry, boolean empty) {
            super.updateItem(entry, empty);
            setText(entry == null || empty ? "" : entry.title());
        }
    }
}
