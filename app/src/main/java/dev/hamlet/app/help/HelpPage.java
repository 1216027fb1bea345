package dev.hamlet.app.help;

import dev.hamlet.app.words.Messages;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Separator;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextFlow;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;

/** One page as nodes of a window: what Markdown has of text, lists, tables, code, pictures and links. */
final class HelpPage {
    private final HelpPlace place;
    private final Shelf shelf;
    private final Messages words;
    private final Consumer<HelpPlace> go;
    private final Consumer<URI> open;
    private final VBox column = new VBox();
    private final Map<String, Region> anchors = new LinkedHashMap<>();
    /** What can be found: pieces of text in their order, each with what it says. */
    private final Map<Region, String> pieces = new LinkedHashMap<>();

    /** Lays out this document. */
    HelpPage(HelpPlace place, Node document, Shelf shelf, Messages words, Consumer<HelpPlace> go, Consumer<URI> open) {
        this.place = place;
        this.shelf = shelf;
        this.words = words;
        this.go = go;
        this.open = open;
        column.setId("help-page");
        column.getStyleClass().add("help-page");
        blocks(document, column);
    }

    /** What is shown. */
    VBox node() {
        return column;
    }

    /** The heading of this anchor. */
    Optional<Region> heading(String anchor) {
        return Optional.ofNullable(anchors.get(anchor));
    }

    /** What can be found, in its order, with what it says. */
    Map<Region, String> pieces() {
        return pieces;
    }

    private void blocks(Node parent, Pane into) {
        for (Node one = parent.getFirstChild(); one != null; one = one.getNext()) {
            switch (one) {
                case Heading heading -> heading(heading, into);
                case Paragraph paragraph -> paragraph(paragraph, into);
                case FencedCodeBlock code -> into.getChildren().add(code(code.getLiteral()));
                case IndentedCodeBlock code -> into.getChildren().add(code(code.getLiteral()));
                case BulletList list -> list(list, -1, into);
                case OrderedList list ->
                    list(list, list.getMarkerStartNumber() == null ? 1 : list.getMarkerStartNumber(), into);
                case TableBlock table -> into.getChildren().add(new HelpTable(table, this::inline));
                case BlockQuote quote -> {
                    VBox box = new VBox();
                    box.getStyleClass().add("help-quote");
                    blocks(quote, box);
                    into.getChildren().add(box);
                }
                case ThematicBreak _ -> into.getChildren().add(new Separator());
                default -> {
                    // Definitions of links and HTML say nothing by themselves.
                }
            }
        }
    }

    private void heading(Heading heading, Pane into) {
        TextFlow flow = inline(heading);
        flow.getStyleClass().addAll("help-heading", "help-h" + Math.min(heading.getLevel(), 3));
        anchors.putIfAbsent(HelpText.anchor(heading), flow);
        into.getChildren().add(flow);
    }

    /** Its pictures stand by themselves below its text. */
    private void paragraph(Paragraph paragraph, Pane into) {
        List<org.commonmark.node.Image> pictures = new ArrayList<>();
        boolean says = false;
        for (Node one = paragraph.getFirstChild(); one != null; one = one.getNext()) {
            if (one instanceof org.commonmark.node.Image picture) {
                pictures.add(picture);
            } else if (!(one instanceof SoftLineBreak)) {
                says = true;
            }
        }
        if (says) {
            into.getChildren().add(inline(paragraph));
        }
        for (org.commonmark.node.Image picture : pictures) {
            picture(picture, into);
        }
    }

    private void picture(org.commonmark.node.Image link, Pane into) {
        String said = HelpText.of(link);
        Optional<Image> found = place.file(link.getDestination()).flatMap(shelf::picture);
        if (found.isEmpty()) {
            Label instead = new Label(said);
            instead.getStyleClass().add("muted");
            instead.setWrapText(true);
            into.getChildren().add(instead);
            return;
        }
        Image image = found.get();
        ImageView view = new ImageView(image);
        view.setPreserveRatio(true);
        view.setSmooth(true);
        view.setAccessibleText(said);
        // Never larger than it is, nor than the column.
        view.fitWidthProperty()
                .bind(column.widthProperty()
                        .map(width -> Math.min(
                                image.getWidth(),
                                Math.max(
                                        1,
                                        width.doubleValue()
                                                - column.snappedLeftInset()
                                                - column.snappedRightInset()))));
        HBox box = new HBox(view);
        box.getStyleClass().add("help-picture");
        into.getChildren().add(box);
    }

    private void list(Node list, int first, Pane into) {
        VBox box = new VBox();
        box.getStyleClass().add("help-list");
        int number = first;
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            Label mark = new Label(first < 0 ? "•" : number++ + ".");
            mark.getStyleClass().add("help-mark");
            VBox body = new VBox();
            body.getStyleClass().add("help-item");
            HBox.setHgrow(body, Priority.ALWAYS);
            blocks(item, body);
            box.getChildren().add(new HBox(mark, body));
        }
        into.getChildren().add(box);
    }

    private Region code(String literal) {
        String text = literal.stripTrailing();
        Label code = new Label(text);
        code.getStyleClass().addAll("code", "help-code");
        code.setWrapText(true);
        code.setMinHeight(Region.USE_PREF_SIZE);
        code.setMaxWidth(Double.MAX_VALUE);
        code.setContextMenu(copying(text));
        pieces.put(code, text);
        return code;
    }

    private TextFlow inline(Node block) {
        TextFlow flow = new TextFlow();
        flow.getStyleClass().add("help-text");
        fill(block, flow, List.of());
        String text = HelpText.of(block);
        flow.setAccessibleText(text);
        pieces.put(flow, text);
        return flow;
    }

    private void fill(Node parent, TextFlow into, List<String> styles) {
        for (Node one = parent.getFirstChild(); one != null; one = one.getNext()) {
            switch (one) {
                case Text text -> add(text.getLiteral(), into, styles);
                case Code code -> add(code.getLiteral(), into, with(styles, "help-inline-code"));
                case StrongEmphasis strong -> fill(strong, into, with(styles, "strong"));
                case Emphasis emphasis -> fill(emphasis, into, with(styles, "help-emphasis"));
                case SoftLineBreak _ -> add(" ", into, styles);
                case HardLineBreak _ -> add("\n", into, styles);
                case Link link -> link(link, into, styles);
                default -> {
                    // Pictures have a place of their own; HTML has none.
                }
            }
        }
    }

    private static List<String> with(List<String> styles, String more) {
        List<String> all = new ArrayList<>(styles);
        all.add(more);
        return all;
    }

    private static void add(String literal, TextFlow into, List<String> styles) {
        javafx.scene.text.Text text = new javafx.scene.text.Text(literal);
        text.getStyleClass().add("help-words");
        text.getStyleClass().addAll(styles);
        into.getChildren().add(text);
    }

    /** A link that leads nowhere from here, such as to a file of the sources, is plain text. */
    private void link(Link link, TextFlow into, List<String> styles) {
        String address = link.getDestination();
        Optional<HelpPlace> within = place.follow(address).filter(to -> shelf.has(to.page()));
        boolean outside = address.startsWith("https://") || address.startsWith("http://");
        if (within.isEmpty() && !outside) {
            fill(link, into, styles);
            return;
        }
        Hyperlink shown = new Hyperlink(HelpText.of(link));
        shown.getStyleClass().add("help-link");
        shown.setWrapText(true);
        shown.setMnemonicParsing(false);
        if (within.isPresent()) {
            shown.setOnAction(event -> go.accept(within.get()));
        } else {
            shown.setOnAction(event -> open.accept(URI.create(address)));
            shown.setContextMenu(copying(address));
        }
        into.getChildren().add(shown);
    }

    private ContextMenu copying(String text) {
        MenuItem copy = new MenuItem(words.text("help.copy"));
        copy.setOnAction(event -> {
            ClipboardContent content = new ClipboardContent();
            content.putString(text);
            Clipboard.getSystemClipboard().setContent(content);
        });
        return new ContextMenu(copy);
    }
}
