package dev.hamlet.app.fx;

import dev.hamlet.app.words.Messages;
import java.util.function.LongConsumer;
import javafx.scene.Node;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.Subscription;

/** A slider that acts while it is dragged. What is typed acts once it is finished: 4 on the way to 4096 is not meant. */
public final class LiveSlider extends HBox {
    private final Quantity quantity;
    private final ZonedSlider slider;
    private final LongConsumer act;
    private final Subscription subscription;
    private long settled;
    private boolean showing;

    /**
     * A slider.
     *
     * @param name what it sets, in the user's language
     * @param act is given each value that the person sets
     */
    public LiveSlider(String id, String name, Quantity quantity, Messages words, LongConsumer act) {
        this.quantity = quantity;
        this.act = act;
        this.settled = quantity.value();
        slider = new ZonedSlider(id, name, quantity, words);
        setAccessibleText(name);
        HBox.setHgrow(slider, Priority.ALWAYS);
        getChildren().add(slider);
        Node field = slider.lookup("#" + id + "-field");
        subscription = Subscription.combine(
                quantity.valueProperty().subscribe(changed -> {
                    if (!isTyping()) {
                        act();
                    }
                }),
                field.focusedProperty().subscribe(focused -> {
                    if (!focused) {
                        act();
                    }
                }));
        field.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER) {
                act();
            }
        });
    }

    private boolean isTyping() {
        return getScene() != null
                && getScene().getFocusOwner() instanceof TextInputControl text
                && text.isFocused()
                && isWithin(text);
    }

    private boolean isWithin(Node node) {
        for (Node one = node; one != null; one = one.getParent()) {
            if (one.equals(this)) {
                return true;
            }
        }
        return false;
    }

    private void act() {
        if (!showing && quantity.faultProperty().get().isEmpty() && quantity.value() != settled) {
            settled = quantity.value();
            act.accept(settled);
        }
    }

    /**
     * Shows what is so.
     *
     * @param value that is so
     * @param quiet whether no change is under way, so that what is shown may be set back
     */
    public void show(SliderScale scale, long value, boolean quiet, String caption, String acts) {
        showing = true;
        try {
            if (!scale.equals(quantity.scaleProperty().get())) {
                quantity.suggest(scale, value);
            }
            if (quiet && !isTyping() && quantity.value() != value) {
                settled = value;
                quantity.set(value);
            }
        } finally {
            showing = false;
        }
        slider.captionProperty().set(caption);
        slider.actsProperty().set(acts);
    }

    /** Why it cannot be set here, in the user's language; empty where it can. */
    public void bar(String why) {
        slider.barredProperty().set(why);
    }

    /** Ends the following of the quantity. */
    public void dispose() {
        subscription.unsubscribe();
        slider.dispose();
    }
}
