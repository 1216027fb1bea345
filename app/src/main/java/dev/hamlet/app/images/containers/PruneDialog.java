package dev.hamlet.app.images.containers;

import dev.hamlet.app.fx.FormDialog;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageStore.Prunable;
import dev.hamlet.engine.problem.Problem;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Says what a prune would remove and how much it would give back, before it does. */
final class PruneDialog extends FormDialog {
    /** As many as are read; the others are counted. */
    private static final int NAMED = 8;

    private final StoredImagesModel model;
    private final Messages words;
    private final CheckBox all = new CheckBox();
    private final VBox answer = new VBox();
    private Optional<Prunable> known = Optional.empty();

    PruneDialog(StoredImagesModel model, Messages words) {
        super("prune-images", words);
        this.model = model;
        this.words = words;
        say(text("prune-images.about"));
        all.setId("prune-images-all");
        all.setText(text("prune-images.all"));
        all.setMnemonicParsing(false);
        all.setWrapText(true);
        all.setMinHeight(Region.USE_PREF_SIZE);
        add(all);
        answer.getStyleClass().add("form-stack");
        answer.setId("prune-images-answer");
        add(answer);
        all.selectedProperty().subscribe(this::ask);
    }

    private void ask(boolean wanted) {
        known = Optional.empty();
        answer.getChildren().setAll(line(text("prune-images.looking")));
        check();
        model.wouldPrune(wanted, prunable -> show(wanted, prunable), this::fail);
    }

    private void show(boolean wanted, Prunable prunable) {
        if (all.isSelected() != wanted) {
            // An answer to what was asked before.
            return;
        }
        known = Optional.of(prunable);
        List<Image> images = prunable.images();
        Label sum = line(
                isNothing(prunable)
                        ? text("prune-images.nothing")
                        : text(
                                images.size() == 1 ? "prune-images.gives.one" : "prune-images.gives.many",
                                images.size(),
                                words.figures().size(prunable.bytes())));
        sum.setId("prune-images-sum");
        sum.getStyleClass().add("strong");
        answer.getChildren().setAll(sum);
        images.stream().limit(NAMED).forEach(image -> answer.getChildren().add(line(image.shownName())));
        if (images.size() > NAMED) {
            answer.getChildren().add(line(text("prune-images.more", images.size() - NAMED)));
        }
        check();
    }

    private static boolean isNothing(Prunable prunable) {
        return prunable.images().isEmpty() && prunable.bytes().bytes() == 0;
    }

    private void fail(Problem why) {
        answer.getChildren().setAll(new ProblemCard(why, Weight.WRONG, words, List.of(), null));
    }

    private static Label line(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    /** What it would do is known first. */
    @Override
    protected Optional<String> obstacle() {
        if (known.isEmpty()) {
            return Optional.of("");
        }
        return isNothing(known.get()) ? Optional.of(text("prune-images.nothing")) : Optional.empty();
    }

    @Override
    protected void perform() {
        model.prune(all.isSelected());
    }
}
