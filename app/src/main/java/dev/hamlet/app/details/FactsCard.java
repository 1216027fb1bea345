package dev.hamlet.app.details;

import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Phrase;
import java.io.File;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Facts one below the other: a label, its value, and a button that copies it where a person may want it elsewhere. */
final class FactsCard extends GridPane {
    private final Messages words;
    private final Consumer<MachineFacts.Link> follow;
    private List<MachineFacts.Fact> shown = List.of();

    /** An empty card of this id, whose links are followed so. */
    FactsCard(String id, Messages words, Consumer<MachineFacts.Link> follow) {
        this.words = words;
        this.follow = follow;
        setId(id);
        getStyleClass().addAll("card", "facts");
        ColumnConstraints labels = new ColumnConstraints();
        labels.setMinWidth(Region.USE_PREF_SIZE);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        values.setFillWidth(true);
        getColumnConstraints().addAll(labels, values);
    }

    /** Goes where a fact leads. */
    static void follow(MachineFacts.Link link, Consumer<URI> open, Consumer<Phrase> tell) {
        switch (link) {
            case MachineFacts.Link.Web(URI place) -> open.accept(place);
            case MachineFacts.Link.Shell(String command) -> {
                Copying.copy(command);
                tell.accept(Phrase.of("details.link.copied", command));
            }
        }
    }

    /** Shows these; nothing changes where they are shown already, so that a focused button stays focused. */
    void show(List<MachineFacts.Fact> facts) {
        if (facts.equals(shown)) {
            return;
        }
        shown = facts;
        getChildren().clear();
        String before = "";
        int line = 0;
        for (MachineFacts.Fact fact : facts) {
            // Several disks or forwards share one label.
            Label label = new Label(fact.key().equals(before) ? "" : words.text(fact.key()));
            label.getStyleClass().add("muted");
            add(label, 0, line);
            add(value(fact), 1, line);
            if (!fact.copy().isEmpty()) {
                add(Copying.button(words.text("machines.copy", words.text(fact.key())), fact.copy()), 2, line);
            }
            before = fact.key();
            line++;
        }
    }

    private Node value(MachineFacts.Fact fact) {
        Labeled value = fact.link() == null ? new Label(fact.text()) : link(fact, fact.link());
        value.getStyleClass().add("fact-value");
        if (isPath(fact.text())) {
            // Its end tells one from another; broken over lines, no part of it could be read.
            value.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
            value.setTooltip(new Tooltip(fact.text()));
        } else {
            value.setWrapText(true);
            value.setMinHeight(Region.USE_PREF_SIZE);
        }
        value.setId(fact.key().replace('.', '-'));
        value.setAccessibleText(words.text("machines.fact.accessible", words.text(fact.key()), fact.text()));
        if (fact.good()) {
            FontIcon icon = new FontIcon(Feather.CHECK);
            icon.getStyleClass().add("icon-success");
            value.setGraphic(icon);
        }
        return value;
    }

    private static boolean isPath(String text) {
        return text.startsWith(File.separator);
    }

    private Hyperlink link(MachineFacts.Fact fact, MachineFacts.Link to) {
        String says = switch (to) {
            case MachineFacts.Link.Web(URI place) -> words.text("details.link.web", place);
            case MachineFacts.Link.Shell(String command) -> words.text("details.link.shell", command);
        };
        Hyperlink link = new Hyperlink(fact.text());
        link.setTooltip(new Tooltip(says));
        link.setAccessibleHelp(says);
        link.setOnAction(event -> {
            follow.accept(to);
            // A place that was visited is as good as another.
            link.setVisited(false);
        });
        return link;
    }
}
