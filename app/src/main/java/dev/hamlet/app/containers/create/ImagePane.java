package dev.hamlet.app.containers.create;

import dev.hamlet.app.containers.create.ImageChoice.Offer;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.image.registry.FoundImage;
import dev.hamlet.engine.problem.Problem;
import java.util.List;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Which image: a field for its name, what there is, and what a search in a registry finds. */
final class ImagePane extends VBox {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    private final NewContainerModel model;
    private final Messages words;
    private final TextField field = new TextField();
    private final Label note = new Label();
    private final ListView<Offer> offers = new ListView<>();
    private final VBox failure = new VBox();
    private final Subscription subscription;
    private boolean showing;

    ImagePane(NewContainerModel model, Messages words) {
        this.model = model;
        this.words = words;
        getStyleClass().add("form-stack");
        field.setId("new-container-image");
        field.setAccessibleText(words.text("new-container.image"));
        field.setPromptText("registry.example:5000/team/app:1");
        HBox.setHgrow(field, Priority.ALWAYS);
        Button search = new Button(words.text("new-container.search"));
        search.setId("new-container-search");
        search.setMinWidth(Region.USE_PREF_SIZE);
        search.setMnemonicParsing(false);
        search.setOnAction(event -> search());
        search.disableProperty().bind(field.textProperty().map(String::isBlank));
        HBox line = new HBox(field, search);
        line.getStyleClass().add("form-row");
        note.setId("new-container-image-note");
        note.getStyleClass().addAll("muted", "slider-note");
        note.setWrapText(true);
        note.setMinHeight(Region.USE_PREF_SIZE);
        offers.setId("new-container-images");
        offers.getStyleClass().add("image-offers");
        offers.setAccessibleText(words.text("new-container.images"));
        Label none = new Label(words.text("new-container.images.none"));
        none.getStyleClass().add("muted");
        none.setWrapText(true);
        offers.setPlaceholder(none);
        offers.setCellFactory(list -> new OfferCell());
        failure.getStyleClass().add("cards");
        getChildren().addAll(line, note, offers);
        ImageChoice choice = model.image();
        subscription = Subscription.combine(
                choice.textProperty().subscribe(now -> {
                    if (!now.equals(field.getText())) {
                        field.setText(now);
                    }
                }),
                field.textProperty().subscribe(now -> choice.textProperty().set(now == null ? "" : now)),
                choice.offersProperty().subscribe(this::show),
                choice.wayProperty().subscribe(way -> describe()),
                choice.faultProperty().subscribe(why -> describe()),
                offers.getSelectionModel().selectedItemProperty().subscribe(this::choose));
    }

    private void show(List<Offer> now) {
        if (now.equals(offers.getItems())) {
            return;
        }
        showing = true;
        offers.getItems().setAll(now);
        String chosen = model.image().textProperty().get();
        now.stream()
                .filter(offer -> offer.name().equals(chosen))
                .findFirst()
                .ifPresentOrElse(
                        offer -> offers.getSelectionModel().select(offer),
                        () -> offers.getSelectionModel().clearSelection());
        showing = false;
    }

    private void choose(@Nullable Offer offer) {
        if (offer != null && !showing) {
            model.image().textProperty().set(offer.name());
        }
    }

    /** How it comes to what stands there, or why it cannot. */
    private void describe() {
        Optional<Problem> fault = model.image().faultProperty().get();
        field.pseudoClassStateChanged(WRONG, fault.isPresent());
        note.pseudoClassStateChanged(WRONG, fault.isPresent());
        note.setText(fault.map(why -> ProblemWords.of(why, words).cause()).orElseGet(this::way));
        field.setAccessibleHelp(note.getText());
    }

    private String way() {
        return switch (model.image().wayProperty().get().orElse(null)) {
            case null -> words.text("new-container.image.choose");
            case ImageWay.Here _ -> words.text("new-container.image.here");
            case ImageWay.Build(var recipe) ->
                words.text("new-container.image.build", words.figures().size(recipe.space()));
            case ImageWay.Pull(var reference) -> words.text("new-container.image.pull", reference.domain());
        };
    }

    private void search() {
        note.setText(words.text("pull-image.searching"));
        getChildren().remove(failure);
        model.search(this::found, this::failed);
    }

    private void found(List<FoundImage> images) {
        note.setText(
                images.isEmpty()
                        ? words.text("images.none.found", field.getText())
                        : words.text("pull-image.found.count", images.size()));
    }

    private void failed(Problem why) {
        describe();
        failure.getChildren().setAll(new ProblemCard(why, Weight.WRONG, words, List.of(), null));
        getChildren().remove(failure);
        getChildren().add(failure);
    }

    /** Where the keyboard begins. */
    Node first() {
        return field;
    }

    /** Its name, and what is said of it. */
    private final class OfferCell extends ListCell<Offer> {
        private final Label name = new Label();
        private final Label about = new Label();
        private final FontIcon icon = new FontIcon();
        private final HBox box = new HBox(icon, name, about);

        OfferCell() {
            box.getStyleClass().add("form-row");
            about.getStyleClass().add("muted");
            about.setMinWidth(0);
            name.setMinWidth(0);
            box.setMinWidth(0);
            box.setPrefWidth(1);
        }

        @Override
        protected void updateItem(@Nullable Offer offer, boolean empty) {
            super.updateItem(offer, empty);
            if (empty || offer == null) {
                setGraphic(null);
                setAccessibleText(null);
                return;
            }
            name.setText(offer.name());
            switch (offer) {
                case Offer.Stored(var image) -> {
                    icon.setIconCode(Feather.PACKAGE);
                    about.setText(
                            CommandText.line(ImagePane.program(image.config().run())));
                }
                case Offer.Built _ -> {
                    icon.setIconCode(Feather.TOOL);
                    about.setText(words.text("new-container.image.built"));
                }
                case Offer.Found(var image) -> {
                    icon.setIconCode(Feather.DOWNLOAD_CLOUD);
                    about.setText(image.description());
                }
            }
            setAccessibleText(name.getText() + ", " + about.getText());
            setGraphic(box);
        }
    }

    /** What containers of an image run where nobody says otherwise. */
    static List<String> program(dev.hamlet.engine.image.ImageConfig.RunConfig run) {
        java.util.ArrayList<String> all = new java.util.ArrayList<>(run.entrypoint());
        all.addAll(run.command());
        return all;
    }

    void dispose() {
        subscription.unsubscribe();
    }
}
