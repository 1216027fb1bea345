package dev.hamlet.app.help;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.Test;

/** The documents name no file, section or picture that is not there, and their pictures stay small. */
class DocumentsTest {
    private static final Path TREE = Path.of("..").toAbsolutePath().normalize();
    private static final Path DOCS = TREE.resolve("docs");
    private static final Path GUIDE = DOCS.resolve("guide");
    private static final long PICTURE = 150_000;
    private static final long PICTURES = 1_500_000;
    private static final Pattern ANCHOR = Pattern.compile("<a id=\"([^\"]+)\">");

    private static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.walk(DOCS)) {
            List<Path> all = new ArrayList<>(
                    files.filter(file -> file.toString().endsWith(".md")).toList());
            all.add(TREE.resolve("README.md"));
            return all;
        }
    }

    private static Node parse(Path file) throws IOException {
        return Parser.builder()
                .extensions(List.of(TablesExtension.create()))
                .build()
                .parse(Files.readString(file));
    }

    private static List<String> destinations(Path file) throws IOException {
        List<String> found = new ArrayList<>();
        parse(file).accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                found.add(link.getDestination());
                visitChildren(link);
            }

            @Override
            public void visit(Image image) {
                found.add(image.getDestination());
            }
        });
        return found;
    }

    private static Set<String> anchors(Path file) throws IOException {
        Set<String> found = new HashSet<>();
        parse(file).accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                found.add(HelpText.anchor(heading));
            }

            @Override
            public void visit(HtmlInline html) {
                Matcher anchor = ANCHOR.matcher(html.getLiteral());
                if (anchor.find()) {
                    found.add(anchor.group(1));
                }
            }
        });
        return found;
    }

    private static String lack(Path document, String destination) throws IOException {
        if (destination.matches("[a-z]+:.*")) {
            return "";
        }
        String[] parts = destination.split("#", 2);
        Path target = parts[0].isEmpty()
                ? document
                : document.resolveSibling(parts[0]).normalize();
        if (!Files.exists(target)) {
            return "no file " + target;
        }
        return parts.length > 1 && !anchors(target).contains(parts[1])
                ? "no section " + parts[1] + " in " + target
                : "";
    }

    @Test
    void everyLinkAndEveryPictureLeadsToWhatIsThere() throws IOException {
        List<String> lacking = new ArrayList<>();
        int links = 0;
        for (Path document : documents()) {
            for (String destination : destinations(document)) {
                String lack = lack(document, destination);
                if (!lack.isEmpty()) {
                    lacking.add(TREE.relativize(document) + ": " + destination + ": " + lack);
                }
                links++;
            }
        }
        assertTrue(links > 50, "found " + links);
        assertEquals(List.of(), lacking);
    }

    @Test
    void aLinkToWhatIsNotThereIsSeen() throws IOException {
        Path document = GUIDE.resolve("images.md");
        assertFalse(lack(document, "pictures/no-such.png").isEmpty());
        assertFalse(lack(document, "../containers.md#no-such-section").isEmpty());
        assertEquals("", lack(document, "../containers.md#registries"));
    }

    @Test
    void allPicturesOfTheDocumentsTogetherAreSmallAndEachIsShown() throws IOException {
        Set<Path> shown = new HashSet<>();
        for (Path document : documents()) {
            for (String destination : destinations(document)) {
                if (destination.endsWith(".png") || destination.endsWith(".svg")) {
                    shown.add(document.resolveSibling(destination).normalize());
                }
            }
        }
        long all = 0;
        try (Stream<Path> files = Files.walk(DOCS)) {
            for (Path picture : files.filter(file -> file.toString().matches(".*\\.(png|svg)"))
                    .toList()) {
                assertTrue(Files.size(picture) < PICTURE, picture + " has " + Files.size(picture) + " bytes");
                assertTrue(shown.contains(picture), picture + " is shown by no document");
                all += Files.size(picture);
            }
        }
        assertTrue(all < PICTURES, all + " bytes");
    }

    @Test
    void theGuideInTheProgramHasEveryPageOfTheGuideAndItsPictures() throws IOException {
        Shelf shelf = new Shelf();
        List<String> pages =
                shelf.contents().stream().map(entry -> entry.place().page()).toList();
        try (Stream<Path> files = Files.list(GUIDE)) {
            for (Path page :
                    files.filter(file -> file.toString().endsWith(".md")).toList()) {
                assertTrue(pages.contains("guide/" + page.getFileName()), page + " is not in the contents: " + pages);
                assertTrue(shelf.page("guide/" + page.getFileName()).isPresent());
            }
        }
        assertEquals(Set.copyOf(pages).size(), pages.size(), pages.toString());
        assertTrue(pages.contains("command-line.md"), pages.toString());
    }

    @Test
    void linksAreFollowedWithinTheDocumentsAlone() {
        HelpPlace images = HelpPlace.of("guide/images.md");
        assertEquals(
                "containers.md",
                images.follow("../containers.md#registries").orElseThrow().page());
        assertEquals(
                "registries",
                images.follow("../containers.md#registries").orElseThrow().section());
        assertEquals(new HelpPlace("guide/images.md", "x"), images.follow("#x").orElseThrow());
        assertEquals("guide/pictures/a.png", images.file("pictures/a.png").orElseThrow());
        assertTrue(images.follow("../../README.md").isEmpty());
        assertTrue(images.follow("https://example.org/a.md").isEmpty());
        assertTrue(images.follow("../catalog.json").isEmpty());
        assertTrue(images.file("a b").isEmpty());
    }

    @Test
    void helpOfEveryPartOfTheWindowsIsAPageThatIsThere() throws IOException {
        Shelf shelf = new Shelf();
        for (String view : List.of(
                "home", "images", "preferences", "wizard", "settings", "new-container", "console", "refused", "quit")) {
            HelpPlace place = Help.place(view);
            assertTrue(shelf.has(place.page()), view + " leads to " + place);
            if (!place.section().isEmpty()) {
                assertTrue(anchors(DOCS.resolve(place.page())).contains(place.section()), place.toString());
            }
        }
        assertEquals("guide/images.md", Help.place("pull-image").page());
    }
}
