package dev.hamlet.app.images.containers;

import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.image.registry.FoundImage;
import dev.hamlet.engine.problem.Problem;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Asks which image shall come from a registry; what stands in the field can be searched for there. */
final class PullDialog extends NameForm {
    private final StoredImagesModel model;
    private final Messages words;
    private final Button look = new Button();
    private final ListView<FoundImage> found = new ListView<>();
    private final Label told = new Label();
    private final VBox answer = new VBox();

    PullDialog(StoredImagesModel model, Messages words) {
        super("pull-image", "", words, model::pull);
        this.model = model;
        this.words = words;
        look.setText(words.text("pull-image.search"));
        look.setId("pull-image-search");
        look.setMinWidth(Region.USE_PREF_SIZE);
        look.setOnAction(event -> search());
        look.disableProperty().bind(name().textProperty().map(String::isBlank));
        told.setId("pull-image-told");
        told.getStyleClass().add("muted");
        told.setWrapText(true);
        told.setMinHeight(Region.USE_PREF_SIZE);
        told.setText(words.text("pull-image.search.about"));
        HBox line = new HBox(look, told);
        line.getStyleClass().add("form-row");
        found.setId("pull-image-found");
        found.getStyleClass().add("found-images");
        found.setAccessibleText(words.text("pull-image.found"));
        found.setCellFactory(list -> new FoundCell());
        found.getSelectionModel().selectedItemProperty().subscribe(one -> {
            if (one != null) {
                name().setText(one.name());
            }
        });
        answer.getStyleClass().add("cards");
        add(line);
        add(answer);
    }

    private void search() {
        told.setText(words.text("pull-image.searching"));
        answer.getChildren().clear();
        model.search(name().getText(), this::show, this::fail);
    }

    private void show(List<FoundImage> images) {
        told.setText(
                images.isEmpty()
                        ? words.text("images.none.found", name().getText())
                        : words.text("pull-image.found.count", images.size()));
        found.getSelectionModel().clearSelection();
        found.getItems().setAll(images);
        if (!images.isEmpty()) {
            answer.getChildren().setAll(found);
        }
    }

    private void fail(Problem why) {
        told.setText("");
        answer.getChildren().setAll(new ProblemCard(why, Weight.WRONG, words, List.of(), null));
    }

    /** What was found: its name, how many people like it, and what it says of itself. */
    private final class FoundCell extends ListCell<FoundImage> {
        private final Label title = new Label();
        private final Label about = new Label();
        private final VBox box = new VBox(title, about);

        FoundCell() {
            title.getStyleClass().add("strong");
            about.getStyleClass().addAll("muted", "caption");
            box.setMinWidth(0);
            box.setPrefWidth(1);
        }

        @Override
        protected void updateItem(@Nullable FoundImage one, boolean empty) {
            super.updateItem(one, empty);
            if (empty || one == null) {
                setGraphic(null);
                setAccessibleText(null);
                return;
            }
            String stars = one.stars() == 0
                    ? one.name()
                    : words.text("pull-image.stars", one.name(), words.figures().number((double) one.stars(), 0));
            title.setText(one.official() ? words.text("pull-image.official", stars) : stars);
            about.setText(one.description());
            about.setManaged(!one.description().isBlank());
            setAccessibleText(title.getText() + ". " + one.description());
            setGraphic(box);
        }
    }
}
