package dev.hamlet.app.help;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.image.Image;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The documents as they lie in the program. */
final class Shelf {
    private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);
    private static final String ROOT = "/dev/hamlet/app/docs/";

    private final Parser parser =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    /**
     * A line of the contents.
     *
     * @param title what the page is called
     * @param place where it begins
     */
    record Entry(String title, HelpPlace place) {}

    /** This page, parsed; empty where there is none. */
    Optional<Node> page(String name) {
        return bytes(name).map(bytes -> parser.parse(new String(bytes, StandardCharsets.UTF_8)));
    }

    /** Whether there is such a page. */
    boolean has(String name) {
        return Shelf.class.getResource(ROOT + name) != null;
    }

    /** This picture; empty where there is none. */
    Optional<Image> picture(String name) {
        try (InputStream stream = Shelf.class.getResourceAsStream(ROOT + name)) {
            return Optional.ofNullable(stream).map(Image::new).filter(image -> !image.isError());
        } catch (IOException e) {
            LOG.warn("the picture {} of the guide cannot be read", name, e);
            return Optional.empty();
        }
    }

    /** The pages that the guide's first page lists, in its order, itself before them. */
    List<Entry> contents() {
        List<Entry> entries = new ArrayList<>();
        page(HelpPlace.START.page()).ifPresent(start -> {
            entries.add(new Entry(HelpText.title(start), HelpPlace.START));
            start.accept(new AbstractVisitor() {
                @Override
                public void visit(ListItem item) {
                    Node first = item.getFirstChild() == null
                            ? null
                            : item.getFirstChild().getFirstChild();
                    if (first instanceof Link link) {
                        HelpPlace.START
                                .follow(link.getDestination())
                                .filter(place -> has(place.page()))
                                .ifPresent(place -> entries.add(new Entry(HelpText.of(link), place)));
                    }
                }
            });
        });
        return entries;
    }

    private static Optional<byte[]> bytes(String name) {
        try (InputStream stream = Shelf.class.getResourceAsStream(ROOT + name)) {
            return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
        } catch (IOException e) {
            LOG.warn("the page {} of the guide cannot be read", name, e);
            return Optional.empty();
        }
    }
}
