package dev.hamlet.app.fx;

import dev.hamlet.app.fx.SliderScale.Mark;
import dev.hamlet.app.fx.SliderScale.Meaning;
import dev.hamlet.app.fx.SliderScale.Zone;
import dev.hamlet.app.words.Messages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The slider's own part: a track with coloured zones, marks below it and a thumb. Arrow keys go to the next round value,
 * Page keys a tenth of the track, Home and End to its ends.
 */
final class ZonedTrack extends Region {
    private static final double PAGE = 0.1;
    private static final double LABEL_GAP = 6;

    /** Which label gives way where two would stand in one place: the later here. */
    private static final List<Meaning> IMPORTANCE =
            List.of(Meaning.USES, Meaning.FREE, Meaning.ADVISED, Meaning.LEAST, Meaning.MOST);

    /** A mark's line and its word. */
    private record Tick(Mark mark, Region line, Label label) {}

    private final Quantity quantity;
    private final Messages words;
    private final Map<Zone, Region> zones = new EnumMap<>(Zone.class);
    private final Region fill = part("fill");
    private final Region thumb = part("thumb");
    private final List<Tick> ticks = new ArrayList<>();
    private final Tooltip tooltip = new Tooltip();
    private final Subscription subscription;

    ZonedTrack(Quantity quantity, Messages words) {
        this.quantity = quantity;
        this.words = words;
        getStyleClass().add("zoned-track");
        setFocusTraversable(true);
        // Its parts let the mouse through, and between them there is nothing to hit.
        setPickOnBounds(true);
        setAccessibleRole(AccessibleRole.SLIDER);
        Tooltip.install(this, tooltip);
        for (Zone zone : Zone.values()) {
            Region region = part("zone-" + word(zone));
            region.getStyleClass().add("zone");
            zones.put(zone, region);
        }
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
        addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        subscription = quantity.scaleProperty()
                .subscribe(changed -> showScale())
                .and(quantity.valueProperty().subscribe(changed -> showValue()));
    }

    static String word(Zone zone) {
        return zone.name().toLowerCase(Locale.ROOT);
    }

    private static Region part(String styleClass) {
        Region region = new Region();
        region.getStyleClass().add(styleClass);
        region.setMouseTransparent(true);
        return region;
    }

    private void showScale() {
        ticks.clear();
        getChildren().setAll(zones.values());
        getChildren().add(fill);
        List<Mark> marks = new ArrayList<>(quantity.scaleProperty().get().marks());
        marks.sort(Comparator.comparingInt(mark -> IMPORTANCE.indexOf(mark.meaning())));
        for (Mark mark : marks) {
            if (quantity.scaleProperty().get().holds(mark.at())) {
                Label label = new Label(
                        words.text(key(mark.meaning()), quantity.amount().rough(mark.at())));
                label.getStyleClass().addAll("muted", "mark-label");
                label.setMouseTransparent(true);
                Tick tick = new Tick(mark, part("mark"), label);
                ticks.add(tick);
                getChildren().addAll(tick.line(), tick.label());
            }
        }
        getChildren().add(thumb);
        // Where there is no room for all labels, all marks can still be read here.
        String all = quantity.scaleProperty().get().marks().stream()
                .map(mark -> words.text(key(mark.meaning()), quantity.amount().rough(mark.at())))
                .collect(Collectors.joining(", "));
        tooltip.setText(all);
        setAccessibleHelp(all);
        showValue();
    }

    private static String key(Meaning meaning) {
        return switch (meaning) {
            case LEAST -> "slider.mark.least";
            case ADVISED -> "slider.mark.advised";
            case FREE -> "slider.mark.free";
            case USES -> "slider.mark.uses";
            case MOST -> "slider.mark.most";
        };
    }

    private void showValue() {
        requestLayout();
        notifyAccessibleAttributeChanged(AccessibleAttribute.VALUE);
    }

    private void pressed(MouseEvent event) {
        requestFocus();
        dragged(event);
    }

    private void dragged(MouseEvent event) {
        double width = trackWidth();
        if (width > 0) {
            quantity.set(quantity.scaleProperty().get().near((event.getX() - start()) / width));
        }
        event.consume();
    }

    private void key(KeyEvent event) {
        if (event.isShiftDown() || event.isShortcutDown() || event.isAltDown()) {
            return;
        }
        SliderScale scale = quantity.scaleProperty().get();
        long now = quantity.value();
        switch (event.getCode()) {
            case RIGHT, UP, KP_RIGHT, KP_UP -> quantity.set(scale.above(now));
            case LEFT, DOWN, KP_LEFT, KP_DOWN -> quantity.set(scale.below(now));
            case PAGE_UP -> quantity.set(scale.jump(now, PAGE));
            case PAGE_DOWN -> quantity.set(scale.jump(now, -PAGE));
            case HOME -> quantity.set(scale.least());
            case END -> quantity.set(scale.most());
            default -> {
                return;
            }
        }
        event.consume();
    }

    /** The thumb stands on the track's ends without leaving the control. */
    private double start() {
        return snappedLeftInset() + thumb.prefWidth(-1) / 2;
    }

    private double trackWidth() {
        return getWidth() - snappedLeftInset() - snappedRightInset() - thumb.prefWidth(-1);
    }

    private double x(long value) {
        return start() + quantity.scaleProperty().get().place(value) * trackWidth();
    }

    @Override
    protected void layoutChildren() {
        SliderScale scale = quantity.scaleProperty().get();
        double thumbSize = thumb.prefHeight(-1);
        double middle = snappedTopInset() + thumbSize / 2;
        double height = fill.prefHeight(-1);
        double from = start();
        for (Map.Entry<Zone, Region> zone : zones.entrySet()) {
            long end = switch (zone.getKey()) {
                case COMFORTABLE -> scale.comfortable();
                case TIGHT -> scale.free();
                case BEYOND -> scale.most();
            };
            double to = Math.max(from, end < scale.least() ? from : x(Math.min(end, scale.most())));
            zone.getValue().resizeRelocate(from, middle - height / 2, to - from, height);
            from = to;
        }
        double at = x(quantity.value());
        fill.resizeRelocate(start(), middle - height / 2, at - start(), height);
        thumb.resizeRelocate(
                snapPositionX(at - thumbSize / 2), snapPositionY(middle - thumbSize / 2), thumbSize, thumbSize);
        layoutMarks(middle, thumbSize);
    }

    private void layoutMarks(double middle, double thumbSize) {
        List<double[]> taken = new ArrayList<>();
        for (Tick tick : ticks) {
            double width = tick.line().prefWidth(-1);
            double height = tick.line().prefHeight(-1);
            double at = x(tick.mark().at());
            tick.line().resizeRelocate(snapPositionX(at - width / 2), middle - height / 2, width, height);
            Label label = tick.label();
            double labelWidth = label.prefWidth(-1);
            double left = Math.clamp(at - labelWidth / 2, 0, Math.max(0, getWidth() - labelWidth));
            boolean free = taken.stream()
                    .noneMatch(other -> left < other[1] + LABEL_GAP && left + labelWidth + LABEL_GAP > other[0]);
            label.setVisible(free);
            label.resizeRelocate(
                    snapPositionX(left), snapPositionY(middle + thumbSize / 2), labelWidth, label.prefHeight(-1));
            if (free) {
                taken.add(new double[] {left, left + labelWidth});
            }
        }
    }

    @Override
    protected double computePrefHeight(double width) {
        double labels = ticks.stream()
                .mapToDouble(tick -> tick.label().prefHeight(-1))
                .max()
                .orElse(0);
        return snappedTopInset() + thumb.prefHeight(-1) + labels + snappedBottomInset();
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefWidth(double height) {
        return thumb.prefWidth(-1) * 12;
    }

    @Override
    protected double computeMinWidth(double height) {
        return thumb.prefWidth(-1) * 6;
    }

    @Override
    public @Nullable Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        SliderScale scale = quantity.scaleProperty().get();
        return switch (attribute) {
            case VALUE -> (double) quantity.value();
            case MIN_VALUE -> (double) scale.least();
            case MAX_VALUE -> (double) scale.most();
            case ORIENTATION -> Orientation.HORIZONTAL;
            case VALUE_STRING -> quantity.amount().text(quantity.value());
            default -> super.queryAccessibleAttribute(attribute, parameters);
        };
    }

    @Override
    public void executeAccessibleAction(AccessibleAction action, Object... parameters) {
        SliderScale scale = quantity.scaleProperty().get();
        switch (action) {
            case INCREMENT -> quantity.set(scale.above(quantity.value()));
            case DECREMENT -> quantity.set(scale.below(quantity.value()));
            case SET_VALUE -> {
                if (parameters.length > 0 && parameters[0] instanceof Number wanted) {
                    quantity.set(wanted.longValue());
                }
            }
            default -> super.executeAccessibleAction(action, parameters);
        }
    }

    void dispose() {
        subscription.unsubscribe();
    }
}
