package dev.hamlet.app.shell;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.fx.DialogFrame;
import dev.hamlet.app.words.Messages;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Asks what becomes of running guests and containers when Hamlet ends. */
final class QuitDialog extends DialogFrame {
    private final Button leave = new Button();

    /**
     * A question about what runs.
     *
     * @param leaves ends Hamlet and leaves them running
     * @param shutsDown asks them to shut down, and ends Hamlet once they have
     */
    QuitDialog(Running running, Messages words, Runnable leaves, Runnable shutsDown) {
        super("quit", words);
        getStyleClass().add("ask-dialog");
        setTitle(title(running, words));
        Label text = new Label(words.text("window.quit.text"));
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        VBox body = new VBox(text);
        body.getStyleClass().add("ask-body");
        setBody(body);
        leave.setText(words.text("window.quit.leave"));
        leave.setId("quit-leave");
        leave.setDefaultButton(true);
        leave.getStyleClass().add(Styles.ACCENT);
        leave.setOnAction(event -> {
            close();
            leaves.run();
        });
        Button end = new Button(words.text("window.quit.shut-down"));
        end.setId("quit-shut-down");
        end.setOnAction(event -> {
            close();
            shutsDown.run();
        });
        Button cancel = new Button(words.text("window.cancel"));
        cancel.setId("quit-cancel");
        cancel.setOnAction(event -> close());
        for (Button button : new Button[] {leave, end, cancel}) {
            button.setMinWidth(USE_PREF_SIZE);
        }
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        setFoot(gap, cancel, end, leave);
    }

    private static String title(Running running, Messages words) {
        String machines = running.machines() == 1
                ? words.text("window.quit.machine.one")
                : words.text("window.quit.machine.many", running.machines());
        String containers = running.containers() == 1
                ? words.text("window.quit.container.one")
                : words.text("window.quit.container.many", running.containers());
        if (running.containers() == 0) {
            return running.machines() == 1
                    ? words.text("window.quit.title.one", machines)
                    : words.text("window.quit.title.many", machines);
        }
        if (running.machines() > 0) {
            return words.text("window.quit.title.both", machines, containers);
        }
        return running.containers() == 1
                ? words.text("window.quit.title.one", containers)
                : words.text("window.quit.title.many", containers);
    }

    @Override
    protected Node first() {
        return leave;
    }
}
