package dev.hamlet.app.images;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.fx.StateGlyph;
import dev.hamlet.app.fx.StateGlyph.Shape;
import dev.hamlet.app.fx.StateGlyph.Tone;
import dev.hamlet.app.fx.SystemTile;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.catalog.DigestSource;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.JobSnapshot;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.transfer.PartialDownload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** One card: the system above, below it where its image stands and what can be done about that. */
final class CardPane extends VBox {
    /** The algorithm and as many digits as tell digests apart at a glance. */
    private static final int DIGEST_SHOWN = 15;

    private final CatalogueModel model;
    private final Messages words;
    private final SystemTile tile = new SystemTile();
    private final Label title = new Label();
    private final Label about = new Label();
    private final Label digest = new Label();
    private final ComboBox<String> version = new ComboBox<>();
    private final ComboBox<String> architecture = new ComboBox<>();
    private final HBox choices = new HBox(version, architecture);
    private final StateGlyph glyph = new StateGlyph();
    private final Label said = new Label();
    private final ProgressBar bar = new ProgressBar();
    private final Button deed = new Button();
    private final Button pause = icon("catalogue-pause", Feather.PAUSE);
    private final Button resume = icon("catalogue-resume", Feather.PLAY);
    private final Button cancel = icon("catalogue-cancel", Feather.X);
    private final HBox line = new HBox(bar, pause, resume, cancel);
    private final HBox foot = new HBox(glyph, said, deed);
    private final VBox below = new VBox(line, foot);
    private final Tooltip reason = new Tooltip();
    private @Nullable CatalogueCard card;
    private Subscription subscription = Subscription.EMPTY;
    private boolean filling;

    CardPane(CatalogueModel model, Messages words) {
        this.model = model;
        this.words = words;
        getStyleClass().addAll("card", "catalogue-card");
        setAccessibleRole(AccessibleRole.PARENT);
        title.getStyleClass().add("strong");
        about.getStyleClass().addAll("muted", "caption");
        about.setWrapText(true);
        about.setMinHeight(USE_PREF_SIZE);
        VBox text = new VBox(title, about);
        HBox.setHgrow(text, Priority.ALWAYS);
        text.setMinWidth(0);
        HBox head = new HBox(tile, text);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("catalogue-head");
        for (ComboBox<String> box : List.of(version, architecture)) {
            box.setMaxWidth(Double.MAX_VALUE);
            box.setMinWidth(0);
            HBox.setHgrow(box, Priority.ALWAYS);
        }
        version.setAccessibleText(words.text("catalogue.version"));
        architecture.setAccessibleText(words.text("catalogue.architecture"));
        version.setOnAction(event -> choose(version.getValue(), true));
        architecture.setOnAction(event -> choose(architecture.getValue(), false));
        choices.getStyleClass().add("catalogue-choices");
        digest.getStyleClass().addAll("muted", "caption");
        VBox above = new VBox(head, choices, digest);
        above.getStyleClass().add("catalogue-above");
        VBox.setVgrow(above, Priority.ALWAYS);
        said.setWrapText(true);
        said.setMaxWidth(Double.MAX_VALUE);
        said.getStyleClass().addAll("caption", "num");
        HBox.setHgrow(said, Priority.ALWAYS);
        bar.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(bar, Priority.ALWAYS);
        deed.getStyleClass().add(Styles.SMALL);
        deed.setMnemonicParsing(false);
        deed.setMinWidth(USE_PREF_SIZE);
        pause.setOnAction(event -> withCard(model::pause));
        resume.setOnAction(event -> withCard(model::bring));
        cancel.setOnAction(event -> withCard(model::cancel));
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("catalogue-line");
        foot.setAlignment(Pos.CENTER_LEFT);
        foot.getStyleClass().add("catalogue-line");
        below.getStyleClass().add("catalogue-below");
        below.setAlignment(Pos.CENTER);
        getChildren().addAll(above, below);
    }

    private static Button icon(String id, Ikon icon) {
        Button button = new Button("", new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Styles.SMALL);
        return button;
    }

    private void withCard(java.util.function.Consumer<CatalogueCard> what) {
        CatalogueCard now = card;
        if (now != null) {
            what.accept(now);
        }
    }

    private void choose(@Nullable String value, boolean ofVersion) {
        CatalogueCard now = card;
        if (now == null || value == null || filling) {
            return;
        }
        if (ofVersion) {
            model.chooseVersion(now, value);
        } else {
            model.chooseArchitecture(now, value);
        }
    }

    /** Shows this card, or none. */
    void show(@Nullable CatalogueCard next) {
        if (next == card) {
            return;
        }
        subscription.unsubscribe();
        subscription = Subscription.EMPTY;
        card = next;
        if (next != null) {
            subscription = Subscription.combine(
                    next.offersProperty().subscribe(offers -> fill(next)),
                    next.chosenProperty().subscribe(offer -> fill(next)),
                    next.stateProperty().subscribe(state -> show(next, state)));
        }
    }

    private void fill(CatalogueCard now) {
        Offer offer = now.chosen();
        setId("catalogue-card-" + now.id());
        title.setText(offer.system());
        about.setText(about(offer));
        tile.show(
                offer instanceof Offer.Entry(var entry)
                        ? entry.system()
                        : offer.id().replace("recipe-", ""));
        digest.setText(digest(offer));
        digest.setTooltip(digest.getText().isEmpty() ? null : new Tooltip(wholeDigest(offer)));
        filling = true;
        try {
            set(version, now.versions(), offer.version());
            set(architecture, now.architectures(), offer.architecture());
        } finally {
            filling = false;
        }
        boolean entry = offer instanceof Offer.Entry;
        choices.setVisible(entry);
        show(now, now.stateProperty().get());
    }

    private static void set(ComboBox<String> box, List<String> values, String value) {
        if (!box.getItems().equals(values)) {
            box.getItems().setAll(values);
        }
        box.setValue(value);
    }

    private String about(Offer offer) {
        return switch (offer) {
            case Offer.Entry(var entry) ->
                words.text(entry.cloudInit() ? "catalogue.about.cloud" : "catalogue.about.disk");
            case Offer.Built built -> words.text("catalogue.about.built");
        };
    }

    /** What the image is held to, as short as a card is. */
    private String digest(Offer offer) {
        return switch (offer) {
            case Offer.Entry(var entry) -> {
                String held = switch (entry.sources().getFirst().digest()) {
                    case DigestSource.Pinned pinned ->
                        pinned.digest().toString().substring(0, DIGEST_SHOWN) + "\u2026";
                    case DigestSource.Published published ->
                        words.text("catalogue.digest.published", published.url().getHost());
                };
                yield entry.edition().isEmpty() ? held : words.text("catalogue.digest.edition", entry.edition(), held);
            }
            case Offer.Built _ -> "";
        };
    }

    private String wholeDigest(Offer offer) {
        return offer instanceof Offer.Entry(var entry)
                        && entry.sources().getFirst().digest() instanceof DigestSource.Pinned pinned
                ? pinned.digest().toString()
                : digest(offer);
    }

    private void show(CatalogueCard now, OfferState state) {
        Offer offer = now.chosen();
        String name = offer.imageName();
        boolean working = state instanceof OfferState.Working || state instanceof OfferState.Stopping;
        boolean paused = state instanceof OfferState.Paused;
        below.getStyleClass().removeAll("failed");
        said.setTooltip(null);
        line.setVisible(working || paused);
        line.setManaged(working || paused);
        pause.setVisible(state instanceof OfferState.Working && offer instanceof Offer.Entry);
        pause.setManaged(pause.isVisible());
        resume.setVisible(paused);
        resume.setManaged(paused);
        cancel.setDisable(state instanceof OfferState.Stopping);
        bar.getStyleClass().remove("paused");
        name(pause, words.text("catalogue.pause", name));
        name(resume, words.text("catalogue.resume", name));
        name(cancel, words.text("catalogue.cancel", name));
        switch (state) {
            case OfferState.Absent _ -> absent(offer);
            case OfferState.Here _ -> {
                sign(
                        Shape.CHECK,
                        Tone.SUCCESS,
                        words.text(offer instanceof Offer.Built ? "catalogue.here.built" : "catalogue.here"));
                deed("make", Feather.PLUS, words.text("catalogue.make"), words.text("catalogue.make.accessible", name));
                deed.setOnAction(event -> model.make(now));
            }
            case OfferState.Working(JobSnapshot job) -> {
                bar.setProgress(job.fraction() < 0 ? ProgressBar.INDETERMINATE_PROGRESS : job.fraction());
                sign(null, Tone.MUTED, working(job));
                noDeed();
            }
            case OfferState.Stopping(boolean forGood) -> {
                sign(null, Tone.MUTED, words.text(forGood ? "catalogue.cancelling" : "catalogue.pausing"));
                noDeed();
            }
            case OfferState.Paused(PartialDownload part) -> {
                bar.getStyleClass().add("paused");
                bar.setProgress(
                        part.totalBytes() > 0
                                ? (double) part.bytes() / part.totalBytes()
                                : ProgressBar.INDETERMINATE_PROGRESS);
                sign(Shape.BARS, Tone.WARNING, kept("catalogue.paused", part));
                noDeed();
            }
            case OfferState.Failed(Problem problem, Optional<PartialDownload> part) ->
                failed(now, offer, problem, part);
        }
        setAccessibleText(words.text("catalogue.card.accessible", name, about.getText(), said.getText()));
        bar.setAccessibleText(said.getText());
    }

    private void absent(Offer offer) {
        ByteSize size = offer.size();
        boolean built = offer instanceof Offer.Built;
        String figure = size == null ? "" : words.figures().size(size);
        sign(null, Tone.MUTED, built ? words.text("catalogue.built.takes", figure) : figure);
        deed(
                built ? "build" : "download",
                built ? Feather.TOOL : Feather.DOWNLOAD,
                words.text(built ? "catalogue.build" : "catalogue.download"),
                words.text(built ? "catalogue.build.accessible" : "catalogue.download.accessible", offer.imageName()));
        deed.setOnAction(event -> withCard(model::bring));
    }

    private void failed(CatalogueCard now, Offer offer, Problem problem, Optional<PartialDownload> part) {
        ProblemWords why = ProblemWords.of(problem, words);
        below.getStyleClass().add("failed");
        sign(Shape.WARNING, Tone.DANGER, why.title());
        reason.setText(why.cause() + "\n" + String.join("\n", why.remedies()));
        said.setTooltip(reason);
        said.setAccessibleHelp(reason.getText());
        String text = part.isPresent()
                ? words.text("catalogue.continue")
                : words.text(offer instanceof Offer.Built ? "catalogue.build-again" : "catalogue.download-again");
        deed(
                "again",
                part.isPresent() ? Feather.PLAY : Feather.REFRESH_CW,
                text,
                words.text("catalogue.again.accessible", text, offer.imageName()));
        deed.setOnAction(event -> model.bring(now));
    }

    private String working(JobSnapshot job) {
        if (job.bytesTotal() > 0 && job.bytesDone() > 0) {
            String done = words.text(
                    "catalogue.bytes",
                    words.figures().size(job.bytesDone()),
                    words.figures().size(job.bytesTotal()));
            if (job.bytesPerSecond() <= 0) {
                return done;
            }
            long left = (job.bytesTotal() - job.bytesDone()) / Math.max(1, job.bytesPerSecond());
            return words.text(
                    "catalogue.bytes.rate",
                    done,
                    words.figures().rate(job.bytesPerSecond()),
                    words.figures().age(Duration.ofSeconds(left)));
        }
        return words.text(job.step());
    }

    private String kept(String key, PartialDownload part) {
        return part.totalBytes() > 0
                ? words.text(
                        key + ".of",
                        words.figures().size(part.bytes()),
                        words.figures().size(part.totalBytes()))
                : words.text(key, words.figures().size(part.bytes()));
    }

    private void sign(@Nullable Shape shape, Tone tone, String text) {
        glyph.setVisible(shape != null);
        glyph.setManaged(shape != null);
        if (shape != null) {
            glyph.show(shape, tone);
        }
        said.setText(text);
    }

    private void deed(String word, Ikon icon, String text, String accessible) {
        deed.setId("catalogue-" + word);
        deed.setText(text);
        deed.setGraphic(new FontIcon(icon));
        deed.setAccessibleText(accessible);
        deed.setVisible(true);
        deed.setManaged(true);
    }

    private void noDeed() {
        deed.setVisible(false);
        deed.setManaged(false);
    }

    private static void name(Button button, String text) {
        if (!text.equals(button.getAccessibleText())) {
            button.setAccessibleText(text);
            button.setTooltip(new Tooltip(text));
        }
    }

    void dispose() {
        subscription.unsubscribe();
        subscription = Subscription.EMPTY;
        card = null;
    }
}
