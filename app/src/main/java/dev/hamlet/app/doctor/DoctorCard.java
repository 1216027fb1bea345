package dev.hamlet.app.doctor;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.fx.Shown;
import dev.hamlet.app.words.MachineWords;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.host.HostReport;
import dev.hamlet.engine.privilege.PrivilegedVerb;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * What this computer can do, in one line where all is well; else the things that are missing, each with a button that repairs
 * it where something does, and with what to type where nothing does. Looks once it can be seen, and not before.
 */
public final class DoctorCard extends VBox {
    private final DoctorModel model;
    private final Messages words;
    private final boolean whole;
    private final FontIcon icon = new FontIcon(Feather.CHECK_CIRCLE);
    private final Label summary = new Label();
    private final Button again;
    private final VBox lacks = new VBox();
    private final Subscription subscription;

    /**
     * A card.
     *
     * @param whole whether all that was found is shown, and not only what somebody can do something about
     */
    public DoctorCard(DoctorModel model, boolean whole, Messages words) {
        this.model = model;
        this.words = words;
        this.whole = whole;
        setId("doctor");
        getStyleClass().add("doctor");
        icon.getStyleClass().add("doctor-icon");
        summary.setId("doctor-summary");
        summary.setWrapText(true);
        summary.setMinHeight(Region.USE_PREF_SIZE);
        summary.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(summary, Priority.ALWAYS);
        again = new Button(null, new FontIcon(Feather.REFRESH_CW));
        again.setId("doctor-again");
        again.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        again.setAccessibleText(words.text("doctor.again"));
        again.setTooltip(new Tooltip(words.text("doctor.again")));
        again.setOnAction(event -> model.lookAgain());
        HBox head = new HBox(icon, summary, again);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("doctor-head");
        lacks.getStyleClass().add("doctor-lacks");
        lacks.managedProperty().bind(lacks.visibleProperty());
        getChildren().addAll(head, lacks);
        subscription = Subscription.combine(
                model.stateProperty().subscribe(this::show), Shown.of(this).subscribe(this::seen));
    }

    /** The window's first picture comes before the look. */
    private void seen(boolean shown) {
        if (shown) {
            FxRelay.fxThread().execute(() -> FxRelay.fxThread().execute(model::lookOnce));
        }
    }

    private void show(DoctorModel.State state) {
        again.setDisable(state.isLooking() || state.repairing().isPresent());
        Optional<HostReport> report = state.report();
        summary.setText(words.text(report.map(DoctorCard::summary).orElse("doctor.summary.looking")));
        icon.setIconCode(report.map(DoctorCard::icon).orElse(Feather.SEARCH));
        Optional<String> focused = focused();
        lacks.getChildren().clear();
        state.problem()
                .ifPresent(why -> lacks.getChildren().add(new ProblemCard(why, Weight.WRONG, words, List.of(), null)));
        report.ifPresent(found -> Lack.of(found).stream()
                .filter(lack -> whole || lack.isPressing())
                .forEach(lack -> lacks.getChildren().add(row(lack, state))));
        if (whole) {
            report.flatMap(DoctorCard::firstPort)
                    .ifPresent(port -> lacks.getChildren().add(ports(port, state)));
        }
        lacks.setVisible(!lacks.getChildren().isEmpty());
        // The keyboard stays where it was, on what has taken that place.
        focused.map(id -> lacks.lookup("#" + id)).ifPresent(Node::requestFocus);
    }

    private Optional<String> focused() {
        return Optional.ofNullable(getScene())
                .map(Scene::getFocusOwner)
                .filter(node -> node.getParent() != null
                        && lacks.lookupAll("#" + node.getId()).contains(node))
                .map(Node::getId);
    }

    private static String summary(HostReport report) {
        if (report.machinesRun()) {
            return report.containersRun() ? "doctor.summary.both" : "doctor.summary.machines";
        }
        return report.containersRun() ? "doctor.summary.containers" : "doctor.summary.none";
    }

    private static Ikon icon(HostReport report) {
        return report.machinesRun() && report.containersRun() ? Feather.CHECK_CIRCLE : Feather.ALERT_TRIANGLE;
    }

    private Node row(Lack lack, DoctorModel.State state) {
        Optional<ProblemWords> said = lack.problem().map(problem -> ProblemWords.of(problem, words));
        Label title = label(
                said.map(ProblemWords::title)
                        .orElseGet(() -> words.text("doctor.missing." + MachineWords.word(lack.area()))),
                "strong");
        Label about = label(said.map(ProblemWords::cause).orElseGet(() -> String.join(", ", lack.packages())), "muted");
        VBox text = new VBox(title, about);
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox row = new HBox(text);
        row.setId("doctor-lack-" + lack.id());
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("doctor-row");
        boolean offered = state.canAsk() && lack.repair().isPresent();
        if (offered) {
            lack.repair().ifPresent(verb -> row.getChildren().add(button(verb, "doctor.repair", state)));
            if (signsInAgain(lack, state)) {
                text.getChildren().add(label(words.text("doctor.sign-in-again"), "muted"));
            }
        } else if (!lack.command().isEmpty()) {
            text.getChildren().add(typed(lack.id(), lack.command()));
        } else {
            said.ifPresent(problem ->
                    problem.remedies().forEach(remedy -> text.getChildren().add(label("\u2022 " + remedy, "muted"))));
        }
        return row;
    }

    /** Groups are looked at when somebody signs in. */
    private static boolean signsInAgain(Lack lack, DoctorModel.State state) {
        return lack.repair().equals(Optional.of(PrivilegedVerb.KVM_ACCESS))
                && state.repaired().equals(lack.repair());
    }

    private Button button(PrivilegedVerb verb, String key, DoctorModel.State state) {
        boolean now = state.repairing().equals(Optional.of(verb));
        Button button = new Button(words.text(now ? "doctor.cancel" : key));
        button.setId("doctor-repair-" + verb.word());
        button.setMnemonicParsing(false);
        button.setMinWidth(USE_PREF_SIZE);
        button.setAccessibleText(button.getText() + ": " + words.text("job.repair." + verb.word()));
        button.setDisable(state.repairing().isPresent() && !now);
        button.setOnAction(event -> {
            if (now) {
                model.cancel();
            } else {
                model.repair(verb);
            }
        });
        return button;
    }

    /** A command that can be read whole and taken along. */
    private Node typed(String id, String command) {
        Label text = label(command, "code");
        text.setId("doctor-command-" + id);
        text.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(text, Priority.ALWAYS);
        Button copy = new Button(null, new FontIcon(Feather.COPY));
        copy.setId("doctor-copy-" + id);
        copy.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        copy.setAccessibleText(words.text("doctor.copy", command));
        copy.setTooltip(new Tooltip(words.text("doctor.copy", command)));
        copy.setOnAction(event -> {
            ClipboardContent content = new ClipboardContent();
            content.putString(command);
            Clipboard.getSystemClipboard().setContent(content);
        });
        HBox line = new HBox(text, copy);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("doctor-typed");
        return line;
    }

    private static Optional<Long> firstPort(HostReport report) {
        return report.checks().stream()
                .filter(check -> check.key().equals("low-ports"))
                .map(check -> check.facts().getOrDefault("firstPort", "1024"))
                .map(Long::parseLong)
                .findFirst();
    }

    /** A wish, not a lack: so it stands only where all of it stands. */
    private Node ports(long first, DoctorModel.State state) {
        boolean open = first <= PrivilegedVerb.FIRST_PORT;
        VBox text = new VBox(
                label(words.text("doctor.ports.title"), "strong"),
                label(words.text(open ? "doctor.ports.open" : "doctor.ports.closed", Long.toString(first)), "muted"));
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox row = new HBox(text);
        row.setId("doctor-ports");
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("doctor-row");
        if (state.canAsk()) {
            row.getChildren()
                    .add(button(
                            open ? PrivilegedVerb.FORBID_LOW_PORTS : PrivilegedVerb.ALLOW_LOW_PORTS,
                            open ? "doctor.ports.forbid" : "doctor.ports.allow",
                            state));
        } else if (!open) {
            text.getChildren()
                    .add(typed(
                            "ports",
                            "sudo sysctl -w net.ipv4.ip_unprivileged_port_start=" + PrivilegedVerb.FIRST_PORT));
        }
        return row;
    }

    private static Label label(String text, String styleClass) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().add(styleClass);
        return label;
    }

    /** Ends the following of the model. */
    public void dispose() {
        subscription.unsubscribe();
    }
}
