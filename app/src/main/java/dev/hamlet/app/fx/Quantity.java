package dev.hamlet.app.fx;

import dev.hamlet.app.fx.SliderScale.Zone;
import dev.hamlet.engine.job.Phrase;
import java.util.Optional;
import java.util.OptionalLong;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/**
 * A number that a person sets by slider or by typing: the model of a {@link ZonedSlider}. Until the person has touched
 * it, it follows what is suggested. Belongs to the JavaFX thread; needs no toolkit.
 */
public final class Quantity {
    private final Amount amount;
    private final ReadOnlyObjectWrapper<SliderScale> scale;
    private final ReadOnlyLongWrapper value;
    private final ReadOnlyStringWrapper text;
    private final ReadOnlyObjectWrapper<Optional<Phrase>> fault = new ReadOnlyObjectWrapper<>(Optional.empty());
    private boolean touched;

    /** A number of this kind on this scale. */
    public Quantity(Amount amount, SliderScale scale, long value) {
        this.amount = amount;
        this.scale = new ReadOnlyObjectWrapper<>(scale);
        this.value = new ReadOnlyLongWrapper(scale.clamp(value));
        this.text = new ReadOnlyStringWrapper(amount.figure(scale.clamp(value)));
    }

    /** How it is written. */
    public Amount amount() {
        return amount;
    }

    /** What it may be. */
    public ReadOnlyObjectProperty<SliderScale> scaleProperty() {
        return scale.getReadOnlyProperty();
    }

    /** The number; the last that could be where what stands in the field cannot. */
    public ReadOnlyLongProperty valueProperty() {
        return value.getReadOnlyProperty();
    }

    /** What stands in the field. */
    public ReadOnlyStringProperty textProperty() {
        return text.getReadOnlyProperty();
    }

    /** Why what stands in the field cannot be. */
    public ReadOnlyObjectProperty<Optional<Phrase>> faultProperty() {
        return fault.getReadOnlyProperty();
    }

    /** The number. */
    public long value() {
        return value.get();
    }

    /** How it fits what there is. */
    public Zone zone() {
        return scale.get().zone(value.get());
    }

    /** Another scale, and what to take on it unless the person has chosen something that stands on it. */
    public void suggest(SliderScale another, long advised) {
        scale.set(another);
        if (!touched || !another.holds(value.get())) {
            put(another.clamp(touched ? value.get() : advised));
        }
    }

    /** Sets it, as by the slider. */
    public void set(long wanted) {
        touched = true;
        put(scale.get().clamp(wanted));
    }

    private void put(long now) {
        fault.set(Optional.empty());
        value.set(now);
        text.set(amount.figure(now));
    }

    /** The person has typed this. */
    public void type(String typed) {
        if (typed.equals(text.get())) {
            return;
        }
        touched = true;
        text.set(typed);
        OptionalLong read = amount.read(typed, value.get());
        SliderScale now = scale.get();
        if (read.isEmpty()) {
            fault.set(Optional.of(Phrase.of("slider.fault.unreadable", amount.text(now.least()))));
        } else if (read.getAsLong() > now.most()) {
            fault.set(Optional.of(Phrase.of("slider.fault.most", amount.text(now.most()))));
        } else if (read.getAsLong() < now.least()) {
            fault.set(Optional.of(Phrase.of("slider.fault.least", amount.text(now.least()))));
        } else {
            fault.set(Optional.empty());
            value.set(read.getAsLong());
        }
    }

    /** The person has finished typing: what could be is written as Hamlet writes it. */
    public void settle() {
        if (fault.get().isEmpty()) {
            text.set(amount.figure(value.get()));
        }
    }
}
