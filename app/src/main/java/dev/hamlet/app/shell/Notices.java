package dev.hamlet.app.shell;

import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Offer;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.problem.Problem;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.layout.VBox;

/** What is said above the page until the person has seen it: work that failed in the background. */
final class Notices extends VBox {
    private final Messages words;

    Notices(Messages words) {
        this.words = words;
        setId("notices");
        getStyleClass().add("notices");
    }

    /** Adds a problem of work that can be tried again. */
    void add(Problem problem, Runnable again) {
        add(problem, Optional.empty(), again);
    }

    /**
     * Adds a problem of work that can be tried again.
     *
     * @param besides what else is to be known of how things stand now
     */
    void add(Problem problem, Optional<Phrase> besides, Runnable again) {
        Node[] card = new Node[1];
        Runnable dismiss = () -> getChildren().remove(card[0]);
        Offer offer = new Offer("notice-again", words.text("window.notice.again"), () -> {
            dismiss.run();
            again.run();
        });
        ProblemCard made = new ProblemCard(problem, Weight.WRONG, words, List.of(offer), dismiss);
        besides.ifPresent(what -> made.besides(words.text(what)));
        card[0] = made;
        getChildren().add(made);
    }
}
