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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
    private static final Pattern TOPIC = Pattern.compile("String topic\\(\\) \\{[^}]*?\"([a-z-]+)\"");
    private static final Pattern TAB = Pattern.compile("\\btab\\(\\s*\"([a-z]+)\",\\s*(?:\\(|this::)");
    private static final Pattern EXTENDS = Pattern.compile("class (\\w+) extends (\\w+)");

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
    void helpOfEveryPartOfTheWindowsIsAPageAndASectionThatAreThere() throws IOException {
        Shelf shelf = new Shelf();
        Map<String, HelpPlace> places = new HelpPlaces().all();
        for (Map.Entry<String, HelpPlace> one : places.entrySet()) {
            HelpPlace place = one.getValue();
            assertTrue(shelf.has(place.page()), one + " is no page");
            if (!place.section().isEmpty()) {
                assertTrue(anchors(DOCS.resolve(place.page())).contains(place.section()), one + " is no section");
            }
        }
        assertEquals(
                "guide/images.md",
                new HelpPlaces().of(List.of("no-such", "pull-image", "wizard")).page());
    }

    @Test
    void everyDialogAndEveryPageAndTabHasItsPlaceInTheGuide() throws IOException {
        Set<String> known = new HelpPlaces().all().keySet();
        Map<String, Set<String>> dialogs = dialogs();
        assertTrue(dialogs.size() > 10, dialogs.toString());
        dialogs.forEach((type, ids) -> {
            assertFalse(ids.isEmpty(), "no id is found of " + type);
            assertTrue(known.containsAll(ids), type + ": " + ids);
        });
        Set<String> tabs = new HashSet<>();
        sources().values().forEach(source -> {
            tabs.addAll(found(
                    TAB, source, source.contains("\"container-\" + word") ? "details-tab-container-" : "details-tab-"));
        });
        assertTrue(
                tabs.contains("details-tab-container-files") && tabs.contains("details-tab-storage"), tabs::toString);
        assertTrue(known.containsAll(tabs), () -> tabs + " of " + known);
        assertTrue(known.containsAll(Set.of("home", "images", "preferences", "console", "refused")));
    }

    /** The sources of the window, by the simple names of their types. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(TREE.resolve("app/src/main/java"))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        return sources;
    }

    private static Set<String> found(Pattern pattern, String source, String before) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(source);
        while (matcher.find()) {
            found.add(before + matcher.group(1));
        }
        return found;
    }

    /** The ids of all dialogs, by their types: what their constructors name, and where those leave it to others, what these name. */
    private static Map<String, Set<String>> dialogs() throws IOException {
        Map<String, String> sources = sources();
        Map<String, String> parents = new TreeMap<>();
        sources.forEach((type, source) -> {
            Matcher matcher = EXTENDS.matcher(source);
            if (matcher.find() && matcher.group(1).equals(type)) {
                parents.put(type, matcher.group(2));
            }
        });
        Map<String, Set<String>> dialogs = new TreeMap<>();
        for (String type : parents.keySet()) {
            if (isDialog(type, parents) && !sources.getOrDefault(type, "").contains("abstract class " + type)) {
                String source = sources.getOrDefault(type, "");
                Set<String> ids = found(Pattern.compile("super\\(\\s*\"([a-z-]+)\""), source, "");
                ids.addAll(found(TOPIC, source, ""));
                Pattern made = Pattern.compile("new " + type + "\\(\\s*\"([a-z-]+)\"");
                sources.values().forEach(other -> ids.addAll(found(made, other, "")));
                dialogs.put(type, ids);
            }
        }
        return dialogs;
    }

    private static boolean isDialog(String type, Map<String, String> parents) {
        String parent = parents.get(type);
        return parent != null && (parent.equals("DialogFrame") || isDialog(parent, parents));
    }
}
