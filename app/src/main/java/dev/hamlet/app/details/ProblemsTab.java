package dev.hamlet.app.details;

import dev.hamlet.app.machines.MachineRow;
import dev.hamlet.app.words.Messages;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** All that is wrong with the machine, and all that a person should know about it. */
final class ProblemsTab implements DetailsTab {
    private final DetailsContext context;
    private final ProblemCards cards;
    private final Label none;
    private final ScrollPane scroll;
    private final Subscription subscription;

    ProblemsTab(DetailsContext context) {
        this.context = context;
        Messages words = context.words();
        cards = new ProblemCards("problems", context.machines(), words);
        FontIcon icon = new FontIcon(Feather.CHECK);
        icon.getStyleClass().add("icon-success");
        none = new Label(words.text("details.problems.none"), icon);
        none.setId("problems-none");
        scroll = Pages.scrolling("problems-scroll", new VBox(none, cards.wrongs(), cards.notes()));
        subscription = Subscription.combine(
                context.snapshot().subscribe(this::show),
                context.machines()
                        .selectedProperty()
                        .flatMap(MachineRow::failureProperty)
                        .subscribe(this::show));
    }

    private void show() {
        MachineRow row = context.machines().selectedProperty().get();
        if (row != null) {
            cards.show(row);
            ProblemCards.setShown(none, cards.isEmpty());
        }
    }

    @Override
    public Node node() {
        return scroll;
    }

    @Override
    public void seen(boolean now) {
        // All is known already.
    }

    @Override
    public void dispose() {
        subscription.unsubscribe();
    }
}
