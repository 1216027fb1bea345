import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Sums up the reports that Surefire wrote: what failed, what was skipped and why, and as the last line how many of each.
 * Started by the script {@code test} as {@code java Summary.java TREE}; ends with 0 only if a test ran and none failed.
 */
public final class Summary {
    private final List<String> failed = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private int passed;

    private Summary() {}

    public static void main(String[] arguments) throws IOException, ParserConfigurationException, SAXException {
        Summary summary = new Summary();
        try (Stream<Path> modules = Files.list(Path.of(arguments[0]))) {
            for (Path module : modules.sorted().toList()) {
                Path reports = module.resolve("target/surefire-reports");
                if (Files.isDirectory(reports)) {
                    summary.readModule(module.getFileName().toString(), reports);
                }
            }
        }
        System.exit(summary.print() ? 0 : 1);
    }

    private void readModule(String module, Path reports)
            throws IOException, ParserConfigurationException, SAXException {
        int passedBefore = passed;
        double seconds = 0;
        try (Stream<Path> files = Files.list(reports)) {
            for (Path file : files.filter(Summary::isReport).sorted().toList()) {
                Element suite = DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(file.toFile())
                        .getDocumentElement();
                seconds += Double.parseDouble(suite.getAttribute("time").replace(",", ""));
                NodeList cases = suite.getElementsByTagName("testcase");
                for (int i = 0; i < cases.getLength(); i++) {
                    readCase((Element) cases.item(i));
                }
            }
        }
        System.out.printf(Locale.ROOT, "%-16s %5d passed in %.1f s%n", module, passed - passedBefore, seconds);
    }

    private static boolean isReport(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("TEST-") && name.endsWith(".xml");
    }

    private void readCase(Element test) {
        String className = test.getAttribute("classname");
        String name = className.substring(className.lastIndexOf('.') + 1) + "." + test.getAttribute("name");
        if (has(test, "failure") || has(test, "error")) {
            String kind = has(test, "failure") ? "failure" : "error";
            failed.add(name + ": " + message(test, kind));
        } else if (has(test, "skipped")) {
            skipped.add(name + ": " + message(test, "skipped"));
        } else {
            passed++;
        }
    }

    private static boolean has(Element test, String kind) {
        return test.getElementsByTagName(kind).getLength() > 0;
    }

    private static String message(Element test, String kind) {
        Element element = (Element) test.getElementsByTagName(kind).item(0);
        String text = element.getAttribute("message");
        if (text.isBlank()) {
            // An assumption that does not hold is written as a stack trace alone: "type: reason" and the frames.
            text = element.getTextContent().strip();
            String type = element.getAttribute("type") + ": ";
            text = text.startsWith(type) ? text.substring(type.length()) : text;
        }
        return text.isBlank() ? "no reason given" : text.lines().findFirst().orElse("");
    }

    private boolean print() {
        list("Failed:", failed);
        list("Skipped, with the reason:", skipped);
        System.out.printf("%d passed, %d failed, %d skipped%n", passed, failed.size(), skipped.size());
        return failed.isEmpty() && passed > 0;
    }

    private static void list(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            System.out.println(title);
            lines.forEach(line -> System.out.println("  " + line));
        }
    }
}
