package dev.hamlet.installers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What polkit is told of the script that runs as root is what the script does. */
class PrivilegedWordsTest {
    private static final Path SCRIPT = Path.of("linux/hamlet-privileged").toAbsolutePath();
    private static final Path POLICY = Path.of("linux/dev.hamlet.Hamlet.policy").toAbsolutePath();

    /** The words that the script takes: its own list of them. */
    static Set<String> words() throws IOException {
        Matcher list =
                Pattern.compile("(?m)^    ([a-z-]+(?: \\| [a-z-]+)+)\\) ;;$").matcher(Files.readString(SCRIPT));
        assertTrue(list.find(), "the list of all words");
        return new TreeSet<>(List.of(list.group(1).split(" \\| ", -1)));
    }

    private static List<Element> children(Element parent, String name) {
        NodeList nodes = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static List<Element> actions() throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return children(factory.newDocumentBuilder().parse(POLICY.toFile()).getDocumentElement(), "action");
    }

    @Test
    void eachWordHasOneActionOfPolkitWhichRunsThisScriptWithThatWord() throws Exception {
        Map<String, String> byWord = new TreeMap<>();
        for (Element action : actions()) {
            Map<String, String> notes = new TreeMap<>();
            children(action, "annotate").forEach(note -> notes.put(note.getAttribute("key"), note.getTextContent()));
            assertEquals(
                    "/usr/libexec/hamlet/hamlet-privileged",
                    notes.get("org.freedesktop.policykit.exec.path"),
                    action.getAttribute("id"));
            byWord.put(notes.get("org.freedesktop.policykit.exec.argv1"), action.getAttribute("id"));
        }
        assertEquals(words(), byWord.keySet());
        byWord.forEach((word, id) -> assertEquals("dev.hamlet.privileged." + word, id));
        assertEquals(words().size(), actions().size());
    }

    @Test
    void anAdministratorsPasswordIsAskedForEachTimeWhereverSomebodySits() throws Exception {
        for (Element action : actions()) {
            for (String where : List.of("allow_any", "allow_inactive", "allow_active")) {
                assertEquals("auth_admin", children(action, where).getFirst().getTextContent(), where);
            }
        }
    }

    @Test
    void whoeverIsAskedReadsWhatForInAllLanguagesOfHamlet() throws Exception {
        for (Element action : actions()) {
            for (String kind : List.of("description", "message")) {
                Set<String> languages = new TreeSet<>();
                for (Element text : children(action, kind)) {
                    languages.add(text.getAttribute("xml:lang"));
                    assertTrue(!text.getTextContent().isBlank());
                }
                assertEquals(Set.of("", "de", "zh"), languages, action.getAttribute("id") + " " + kind);
            }
        }
    }

    @Test
    void everyWordIsExplainedWhereTheScriptBegins() throws IOException {
        String text = Files.readString(SCRIPT);
        for (String word : words()) {
            assertTrue(
                    Pattern.compile("(?m)^#   " + word + "  +\\S").matcher(text).find(), word);
        }
    }
}
