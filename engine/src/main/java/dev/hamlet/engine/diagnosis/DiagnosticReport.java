package dev.hamlet.engine.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What was found, for somebody who is to help: headings and lines, to be read by a person before it is given away.
 * Immutable; for any thread.
 *
 * @param sections in the order they are read
 */
public record DiagnosticReport(List<Section> sections) {
    /** Copies the list. */
    public DiagnosticReport {
        sections = List.copyOf(sections);
    }

    /**
     * One part.
     *
     * @param title its heading
     * @param lines what was found
     */
    public record Section(String title, List<String> lines) {
        /** Copies the list. */
        public Section {
            lines = List.copyOf(lines);
        }
    }

    /** The same without names and secrets. */
    public DiagnosticReport redacted(Redaction redaction) {
        List<Section> left = new ArrayList<>();
        for (Section section : sections) {
            // As one text: a key or a password may go over several lines.
            String text = redaction.apply(String.join("\n", section.lines()));
            left.add(new Section(section.title(), text.lines().toList()));
        }
        return new DiagnosticReport(left);
    }

    /** The whole as text, which also is Markdown. */
    public String text() {
        return sections.stream()
                .map(section -> "## " + section.title() + "\n\n"
                        + section.lines().stream()
                                .map(line -> "    " + line + "\n")
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }
}
