package dev.hamlet.app.details;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.fx.PreviewTile;
import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.fx.WrappingRow;
import dev.hamlet.app.machines.MachineFace;
import dev.hamlet.app.machines.MachineRow;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.image.Image;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What a person wants to know of the machine first: what is wrong, what its screen shows, its key facts. */
final class OverviewTab implements DetailsTab {
    private static final Duration AGE_STEP = Duration.ofSeconds(5);

    private final DetailsContext context;
    private final Messages words;
    private final ScreenModel<Image> screen;
    private final AddressModel addresses;
    private final UsageModel usage;
    private final Graphs graphs;
    private final VBox graphRows = new VBox();
    private final ProblemCards cards;
    private final VBox unsaved = new VBox();
    private final Button save = new Button();
    private final PreviewTile preview;
    private final FactsCard facts;
    private final ScrollPane scroll;
    private final Subscription subscription;

    OverviewTab(DetailsContext context) {
        this.context = context;
        this.words = context.words();
        screen = new ScreenModel<>(context, new GuestImage());
        addresses = new AddressModel(context);
        usage = UsageModel.of(context);
        graphs = new Graphs("overview", 4, usage, words);
        graphRows.getChildren().setAll(graphs.rows());
        cards = new ProblemCards("machine", context.machines(), words);
        unsaved.getStyleClass().add("cards");
        save.setText(words.text("details.screen.save"));
        save.setGraphic(new FontIcon(Feather.CAMERA));
        save.setId("preview-save");
        save.getStyleClass().addAll(Styles.FLAT);
        save.setMinWidth(Region.USE_PREF_SIZE);
        save.setAccessibleText(words.text("details.screen.save.accessible"));
        save.setOnAction(event -> screen.save());
        preview = new PreviewTile("preview", save);
        facts = new FactsCard("machine-facts", words, context::follow);
        WrappingRow first = new WrappingRow(List.of(preview, facts), 1, 1);
        scroll = Pages.scrolling("machine-scroll", new VBox(unsaved, cards.wrongs(), first, graphRows, cards.notes()));
        subscription = Subscription.combine(
                context.snapshot().subscribe(changed -> show()),
                addresses.answerProperty().subscribe(changed -> show()),
                context.machines().systems().knownProperty().subscribe(changed -> show()),
                context.machines()
                        .selectedProperty()
                        .flatMap(MachineRow::failureProperty)
                        .subscribe(changed -> show()),
                screen.saveProblemProperty().subscribe(this::showUnsaved),
                screen.screenProperty().subscribe(changed -> showScreen()),
                // When a second has passed the picture is older.
                context.machines().nowProperty().subscribe(changed -> showScreen()),
                context.machines()
                        .selectedProperty()
                        .flatMap(MachineRow::faceProperty)
                        .subscribe(changed -> showScreen()));
    }

    private void show() {
        MachineRow row = context.machines().selectedProperty().get();
        if (row == null) {
            return;
        }
        cards.show(row);
        ProblemCards.setShown(graphRows, DetailsContext.hasGuest(row.snapshot()));
        facts.show(context.machines()
                .folder(row)
                .map(folder -> MachineFacts.of(
                        row.snapshot(),
                        folder,
                        addresses.answerProperty().get(),
                        context.machines().systems(),
                        words))
                .orElse(List.of()));
    }

    private void showUnsaved(Optional<Problem> problem) {
        unsaved.getChildren().clear();
        problem.ifPresent(why ->
                unsaved.getChildren().add(new ProblemCard(why, Weight.WRONG, words, List.of(), screen::dismiss)));
        ProblemCards.setShown(unsaved, problem.isPresent());
    }

    private void showScreen() {
        ScreenModel.Screen<Image> now = screen.screenProperty().get();
        MachineRow row = context.machines().selectedProperty().get();
        MachineFace face = row == null ? null : row.face();
        String name = face == null ? "" : face.name();
        Image picture = now.picture();
        String word = word(now);
        ProblemCards.setShown(save, now.stand() == ScreenModel.Stand.ON || now.stand() == ScreenModel.Stand.BROKEN);
        if (picture == null) {
            preview.show(null, word, "", words.text("details.screen.accessible.none", name, word));
            return;
        }
        int width = (int) picture.getWidth();
        int height = (int) picture.getHeight();
        Duration since = screen.age().orElse(Duration.ZERO);
        String age = words.figures().age(inSteps(since));
        boolean fresh = since.compareTo(AGE_STEP) < 0;
        String below = fresh
                ? words.text("details.screen.seen.now", width, height)
                : words.text("details.screen.seen", width, height, age);
        preview.show(
                picture,
                "",
                now.problem() == null && now.stand() == ScreenModel.Stand.ON
                        ? below
                        : words.text("details.screen.seen.but", below, word),
                fresh
                        ? words.text("details.screen.accessible.now", name)
                        : words.text("details.screen.accessible", name, age));
    }

    /** A word that changes every second draws the eye, and costs more than it says. */
    private static Duration inSteps(Duration age) {
        return AGE_STEP.multipliedBy(age.dividedBy(AGE_STEP));
    }

    /** Why there is no newer picture. */
    private String word(ScreenModel.Screen<Image> now) {
        Problem problem = now.problem();
        return switch (now.stand()) {
            case OFF -> words.text("details.screen.off");
            case STARTING -> words.text("details.screen.starting");
            case BROKEN -> words.text("details.screen.broken");
            case ON ->
                problem == null
                        ? words.text("details.screen.none")
                        : ProblemWords.of(problem, words).title();
        };
    }

    @Override
    public Node node() {
        return scroll;
    }

    @Override
    public void seen(boolean now) {
        screen.seen(now);
        addresses.seen(now);
        usage.seen(now);
    }

    @Override
    public void dispose() {
        subscription.unsubscribe();
        screen.close();
        addresses.close();
        graphs.dispose();
        usage.close();
    }
}
