package dev.hamlet.app.fx;

import atlantafx.base.controls.CustomTextField;
import dev.hamlet.app.fx.SliderScale.Zone;
import dev.hamlet.app.words.Messages;
import java.util.Optional;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/**
 * A slider over a {@link Quantity} with zones of what fits, marks, and a field for the exact figure. Below the field
 * stands a caption, or why what was typed cannot be. Its ids are {@code <id>}, {@code <id>-field}, {@code <id>-note}.
 * Belongs to the JavaFX thread.
 */
public final class ZonedSlider extends HBox {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    private final Quantity quantity;
    private final Messages words;
    private final String name;
    private final ZonedTrack track;
    private final CustomTextField field = new CustomTextField();
    private final Label unit = new Label();
    private final Label note = new Label();
    private final StringProperty caption = new SimpleStringProperty("");
    private final StringProperty acts = new SimpleStringProperty("");
    private final StringProperty barred = new SimpleStringProperty("");
    private final Subscription subscription;

    /**
     * A slider.
     *
     * @param name what it sets, in the user's language
     */
    public ZonedSlider(String id, String name, Quantity quantity, Messages words) {
        this.quantity = quantity;
        this.words = words;
        this.name = name;
        track = new ZonedTrack(quantity, words);
        track.setId(id);
        HBox.setHgrow(track, Priority.ALWAYS);
        field.setId(id + "-field");
        field.getStyleClass().add("num");
        field.setAlignment(Pos.CENTER_RIGHT);
        field.setRight(unit);
        unit.getStyleClass().addAll("muted", "field-unit");
        unit.setMinWidth(Region.USE_PREF_SIZE);
        note.setId(id + "-note");
        note.setWrapText(true);
        note.setMaxWidth(Double.MAX_VALUE);
        note.getStyleClass().addAll("muted", "slider-note");
        VBox exact = new VBox(field, note);
        exact.getStyleClass().add("slider-exact");
        getStyleClass().add("zoned-slider");
        getChildren().addAll(track, exact);
        subscription = Subscription.combine(
                quantity.textProperty().subscribe(this::showText),
                quantity.valueProperty().subscribe(changed -> describe()),
                quantity.scaleProperty().subscribe(changed -> describe()),
                quantity.faultProperty().subscribe(changed -> showNote()),
                caption.subscribe(changed -> showNote()),
                acts.subscribe(changed -> describe()),
                barred.subscribe(why -> {
                    track.setDisable(!why.isEmpty());
                    field.setDisable(!why.isEmpty());
                    showNote();
                }),
                field.textProperty().subscribe(typed -> quantity.type(typed == null ? "" : typed)),
                field.focusedProperty().subscribe(focused -> {
                    if (!focused) {
                        quantity.settle();
                    }
                }));
        field.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            // Not consumed: Enter also does what the dialog's default button does.
            if (event.getCode() == KeyCode.ENTER) {
                quantity.settle();
            }
        });
    }

    /** What the value leaves or lacks, in the user's language. */
    public StringProperty captionProperty() {
        return caption;
    }

    /** When a change acts, in the user's language, for a screen reader; empty where there is nothing to say. */
    public StringProperty actsProperty() {
        return acts;
    }

    /** Why it cannot be set here, in the user's language, which then stands in place of the caption; empty where it can. */
    public StringProperty barredProperty() {
        return barred;
    }

    private void showText(String text) {
        if (!text.equals(field.getText())) {
            field.setText(text);
        }
        describe();
    }

    private void showNote() {
        boolean wrong =
                quantity.faultProperty().get().isPresent() && barred.get().isEmpty();
        String usual = barred.get().isEmpty() ? caption.get() : barred.get();
        note.setText(wrong ? quantity.faultProperty().get().map(words::text).orElse(usual) : usual);
        note.pseudoClassStateChanged(WRONG, wrong);
        field.pseudoClassStateChanged(WRONG, wrong);
        field.setAccessibleHelp(note.getText());
    }

    private void describe() {
        long value = quantity.value();
        unit.setText(quantity.amount().unit(value));
        String figure = quantity.amount().text(value);
        String text = words.text("slider.accessible", name, figure, zone(quantity.zone()));
        String when = acts.get();
        track.setAccessibleText(when.isEmpty() ? text : words.text("slider.accessible.acts", text, when));
        field.setAccessibleText(
                words.text("slider.field.accessible", name, quantity.amount().unit(value)));
    }

    private String zone(Zone zone) {
        return switch (zone) {
            case COMFORTABLE -> words.text("slider.zone.comfortable");
            case TIGHT -> words.text("slider.zone.tight");
            case BEYOND -> words.text("slider.zone.beyond");
        };
    }

    /** What the colours mean: stands once below all the sliders of a form. */
    public static FlowPane legend(Messages words) {
        FlowPane legend = new FlowPane(
                part(words.text("slider.zone.comfortable"), Zone.COMFORTABLE),
                part(words.text("slider.zone.tight"), Zone.TIGHT),
                part(words.text("slider.zone.beyond"), Zone.BEYOND));
        legend.getStyleClass().add("slider-legend");
        return legend;
    }

    private static Label part(String text, Zone zone) {
        Region colour = new Region();
        colour.getStyleClass().addAll("zone", "zone-" + ZonedTrack.word(zone));
        Label label = new Label(text, colour);
        label.getStyleClass().add("muted");
        return label;
    }

    /** What has the fault, to be given the focus; empty where there is none. */
    public Optional<CustomTextField> faulty() {
        return quantity.faultProperty().get().isPresent() ? Optional.of(field) : Optional.empty();
    }

    /** Ends the following of the quantity. */
    public void dispose() {
        subscription.unsubscribe();
        track.dispose();
    }
}
