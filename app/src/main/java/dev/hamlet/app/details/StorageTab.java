package dev.hamlet.app.details;

import dev.hamlet.app.fx.ProblemCard;
import dev.hamlet.app.fx.ProblemCard.Weight;
import dev.hamlet.app.words.Figures;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.media.CdInfo;
import dev.hamlet.engine.media.DiskHeader;
import dev.hamlet.engine.media.DiskInfo;
import dev.hamlet.engine.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The disks and CD drives of the machine: what is in them, how large it is, and what it builds on. */
final class StorageTab implements DetailsTab {
    private final DetailsContext context;
    private final Messages words;
    private final DriveModel model;
    private final VBox drives = new VBox();
    private final Label none;
    private final ScrollPane scroll;
    private final Subscription subscription;

    StorageTab(DetailsContext context) {
        this.context = context;
        this.words = context.words();
        this.model = new DriveModel(context);
        drives.getStyleClass().add("cards");
        drives.setId("storage-drives");
        none = new Label(words.text("details.storage.none"));
        none.getStyleClass().add("muted");
        scroll = Pages.scrolling("storage-scroll", new VBox(none, drives));
        subscription = model.drivesProperty().subscribe(this::show);
    }

    private void show(List<Drive> all) {
        drives.getChildren().setAll(all.stream().map(this::card).toList());
        ProblemCards.setShown(none, all.isEmpty());
        ProblemCards.setShown(drives, !all.isEmpty());
    }

    private Node card(Drive drive) {
        boolean cd = drive.disk() == null;
        Path file = drive.file();
        Label title = new Label(words.text(cd ? "details.drive.cd" : "details.drive.disk", drive.id()));
        title.getStyleClass().add("strong");
        VBox text = new VBox(title);
        text.getStyleClass().add("drive-text");
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox head = new HBox(new FontIcon(cd ? Feather.DISC : Feather.HARD_DRIVE), text);
        head.getStyleClass().add("drive");
        head.setAlignment(Pos.TOP_LEFT);
        if (file != null) {
            text.getChildren().add(line(file.toString(), "code"));
            head.getChildren().addAll(buttons(drive, file));
        }
        VBox card = new VBox(head);
        card.getStyleClass().addAll("card", "drive-card");
        card.setId("drive-" + drive.id());
        card.setAccessibleRole(AccessibleRole.PARENT);
        switch (drive.content()) {
            case Drive.Content.Unread() -> text.getChildren().add(line(words.text("details.drive.unread"), "muted"));
            case Drive.Content.Empty() -> text.getChildren().add(line(words.text("details.drive.empty"), "muted"));
            case Drive.Content.Disk disk -> showDisk(drive, disk, text, card);
            case Drive.Content.Cd(CdInfo info) -> text.getChildren().add(line(cd(info), "muted"));
            case Drive.Content.Broken(Problem problem) ->
                card.getChildren().add(new ProblemCard(problem, Weight.WRONG, words, List.of(), null));
        }
        card.setAccessibleText(accessible(text));
        return card;
    }

    /** All lines of the card in one, for a screen reader. */
    private static String accessible(VBox text) {
        return String.join(
                ", ",
                text.getChildren().stream()
                        .filter(Label.class::isInstance)
                        .map(label -> ((Label) label).getText())
                        .toList());
    }

    private List<Button> buttons(Drive drive, Path file) {
        Button copy = Copying.button(words.text("details.drive.copy", drive.id()), file.toString());
        copy.setId("drive-" + drive.id() + "-copy");
        Button reveal = Copying.iconButton(
                Feather.FOLDER,
                words.text("details.drive.reveal", drive.id()),
                () -> Copying.reveal(file, context.open()));
        reveal.setId("drive-" + drive.id() + "-reveal");
        return List.of(copy, reveal);
    }

    private static Label line(String text, String styleClass) {
        Label label = new Label(text);
        label.getStyleClass().add(styleClass);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private void showDisk(Drive drive, Drive.Content.Disk disk, VBox text, VBox card) {
        DiskHeader top = disk.chain().getFirst();
        List<String> facts = new ArrayList<>(List.of(top.format().word()));
        disk.info().ifPresent(info -> facts.addAll(sizes(info)));
        DiskSpec spec = drive.disk();
        if (spec != null && spec.readOnly()) {
            facts.add(words.text("value.readonly"));
        }
        text.getChildren().add(line(String.join(" \u00b7 ", facts), "muted"));
        disk.info().ifPresent(info -> text.getChildren().add(bar(info)));
        String indent = "";
        for (DiskHeader base : disk.chain().subList(1, disk.chain().size())) {
            Label line = line(
                    indent + "\u21b3 "
                            + words.text(
                                    "details.drive.base",
                                    base.file(),
                                    base.format().word()),
                    "muted");
            line.setId("drive-" + drive.id() + "-base");
            text.getChildren().add(line);
            indent += "    ";
        }
        disk.unsized()
                .ifPresent(why -> card.getChildren().add(new ProblemCard(why, Weight.NOTE, words, List.of(), null)));
    }

    private List<String> sizes(DiskInfo info) {
        Figures figures = words.figures();
        List<String> facts = new ArrayList<>(List.of(
                words.text("details.drive.sizes", figures.size(info.actualSize()), figures.size(info.virtualSize()))));
        if (info.encrypted()) {
            facts.add(words.text("value.encrypted"));
        }
        if (info.dirty()) {
            facts.add(words.text("value.dirty"));
        }
        if (info.corrupt()) {
            facts.add(words.text("value.corrupt"));
        }
        return facts;
    }

    /** How much of what the guest sees takes room on this computer. */
    private static Node bar(DiskInfo info) {
        double share = info.virtualSize().bytes() == 0
                ? 0
                : (double) info.actualSize().bytes() / info.virtualSize().bytes();
        ProgressBar bar = new ProgressBar(Math.clamp(share, 0, 1));
        bar.getStyleClass().add("drive-bar");
        bar.setFocusTraversable(false);
        return bar;
    }

    private String cd(CdInfo info) {
        List<String> facts = new ArrayList<>();
        if (!info.volumeId().isBlank()) {
            facts.add(info.volumeId());
        }
        facts.add(words.figures().size(info.fileBytes()));
        if (info.bootsBios()) {
            facts.add(words.text("value.boots.bios"));
        }
        if (info.bootsUefi()) {
            facts.add(words.text("value.boots.uefi"));
        }
        if (info.isTruncated()) {
            facts.add(words.text("value.truncated", words.figures().size(info.volumeBytes())));
        }
        return String.join(" \u00b7 ", facts);
    }

    @Override
    public Node node() {
        return scroll;
    }

    @Override
    public void seen(boolean now) {
        model.seen(now);
    }

    @Override
    public void lookAgain() {
        model.lookAgain();
    }

    @Override
    public void dispose() {
        subscription.unsubscribe();
        model.close();
    }
}
