package dev.hamlet.engine.system;

import java.io.InputStream;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of libosinfo's database (its {@code osinfo.rng}): what is needed to know systems by, the rest is passed
 * over. No document type, no entity and nothing outside the file is followed.
 */
final class OsinfoXml {
    private static final int DEEPEST = 32;
    private static final int LONGEST_TEXT = 1024;
    private static final int LONGEST_PATTERN = 512;
    private static final XMLInputFactory FACTORY = factory();

    /** The elements whose text counts, by their place. */
    private static final Set<String> TEXTS = Set.of(
            "os/short-id",
            "os/name",
            "os/version",
            "os/distro",
            "os/family",
            "os/release-status",
            "os/resources/minimum/n-cpus",
            "os/resources/minimum/ram",
            "os/resources/minimum/storage",
            "os/resources/recommended/n-cpus",
            "os/resources/recommended/ram",
            "os/resources/recommended/storage",
            "os/media/iso/volume-id",
            "os/media/iso/system-id",
            "os/media/iso/publisher-id",
            "os/media/iso/application-id",
            "os/media/iso/volume-size");

    private final List<OsinfoEntry> entries = new ArrayList<>();
    private final Map<String, String> first = new HashMap<>();
    private final Map<String, String> amounts = new HashMap<>();
    private final Map<String, String> iso = new HashMap<>();
    private final List<String> shortIds = new ArrayList<>();
    private final List<String> parents = new ArrayList<>();
    private final List<String> devices = new ArrayList<>();
    private final Map<String, OsinfoEntry.Resources> resources = new HashMap<>();
    private final List<OsinfoEntry.Medium> media = new ArrayList<>();
    private String id = "";
    private String architecture = "";
    private boolean live;

    private OsinfoXml() {}

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> InputStream.nullInputStream());
        return factory;
    }

    /**
     * The systems of a file.
     *
     * @throws XMLStreamException if it is no XML, or nested deeper than any such file
     */
    static List<OsinfoEntry> read(Reader in) throws XMLStreamException {
        OsinfoXml file = new OsinfoXml();
        XMLStreamReader reader;
        // A factory may be asked by one thread at a time.
        synchronized (FACTORY) {
            reader = FACTORY.createXMLStreamReader(in);
        }
        try {
            file.walk(reader);
        } finally {
            reader.close();
        }
        return file.entries;
    }

    private void walk(XMLStreamReader reader) throws XMLStreamException {
        Deque<String> places = new ArrayDeque<>();
        StringBuilder text = new StringBuilder();
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (places.size() >= DEEPEST) {
                        throw new XMLStreamException("nested too deep", reader.getLocation());
                    }
                    String name = reader.getLocalName();
                    String place = name.equals("libosinfo")
                                    || places.isEmpty()
                                    || places.peek().isEmpty()
                            ? (name.equals("libosinfo") ? "" : name)
                            : places.peek() + "/" + name;
                    places.push(place);
                    text.setLength(0);
                    begin(place, reader);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (text.length() + reader.getTextLength() <= LONGEST_TEXT) {
                        text.append(reader.getText());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    end(places.pop(), text.toString().strip());
                    text.setLength(0);
                }
                default -> {}
            }
        }
    }

    private void begin(String place, XMLStreamReader reader) {
        switch (place) {
            case "os" -> id = attribute(reader, "id");
            case "os/derives-from", "os/clones" -> parents.add(attribute(reader, "id"));
            case "os/devices/device" -> devices.add(attribute(reader, "id"));
            case "os/resources" -> architecture = attribute(reader, "arch");
            case "os/media" -> {
                architecture = attribute(reader, "arch");
                live = attribute(reader, "live").equals("true");
            }
            default -> {}
        }
    }

    private static String attribute(XMLStreamReader reader, String name) {
        String value = reader.getAttributeValue(null, name);
        return value == null ? "" : value;
    }

    private void end(String place, String text) {
        if (TEXTS.contains(place)) {
            take(place, text);
            return;
        }
        switch (place) {
            case "os" -> finish();
            case "os/resources" -> {
                resources.put(architecture, amounts());
                amounts.clear();
            }
            case "os/media/iso" -> {
                takeIso();
                iso.clear();
            }
            default -> {}
        }
    }

    private void take(String place, String text) {
        if (place.equals("os/short-id")) {
            shortIds.add(text);
        } else if (place.startsWith("os/media/iso/")) {
            iso.put(place.substring("os/media/iso/".length()), text);
        } else if (place.startsWith("os/resources/")) {
            amounts.put(place.substring("os/resources/".length()), text);
        } else {
            // Names in other languages follow the one in English.
            first.putIfAbsent(place, text);
        }
    }

    private OsinfoEntry.Resources amounts() {
        return new OsinfoEntry.Resources(
                (int) Math.min(64, number(amounts.get("minimum/n-cpus"))),
                (int) Math.min(64, number(amounts.get("recommended/n-cpus"))),
                number(amounts.get("minimum/ram")),
                number(amounts.get("recommended/ram")),
                number(amounts.get("minimum/storage")),
                number(amounts.get("recommended/storage")));
    }

    /** What is no number that an amount can be says nothing. */
    private static long number(@Nullable String text) {
        return text != null && text.matches("\\d{1,16}") ? Long.parseLong(text) : 0;
    }

    private void takeIso() {
        try {
            VolumePattern pattern = new VolumePattern(
                    pattern(iso.get("volume-id")),
                    pattern(iso.get("system-id")),
                    pattern(iso.get("publisher-id")),
                    pattern(iso.get("application-id")));
            long bytes = iso.containsKey("volume-size") ? number(iso.get("volume-size")) : -1;
            if (!pattern.isEmpty()) {
                media.add(new OsinfoEntry.Medium(architecture, pattern, bytes, live));
            }
        } catch (PatternSyntaxException e) {
            // A medium that nothing can be compared with is no use; the others are.
            iso.clear();
        }
    }

    private static @Nullable Pattern pattern(@Nullable String text) {
        if (text != null && text.length() > LONGEST_PATTERN) {
            throw new PatternSyntaxException("too long", text, LONGEST_PATTERN);
        }
        return text == null || text.isEmpty() ? null : Pattern.compile(text);
    }

    /** Some entries stand for all the versions that the database does not know yet. */
    private boolean isSettled() {
        return first.getOrDefault("os/release-status", "released").equals("released")
                && first.getOrDefault("os/version", "").chars().anyMatch(Character::isDigit)
                && shortIds.stream().noneMatch(shortId -> shortId.contains("unknown"));
    }

    private void finish() {
        if (!id.isEmpty()) {
            entries.add(new OsinfoEntry(
                    id,
                    List.copyOf(shortIds),
                    first.getOrDefault("os/name", ""),
                    first.getOrDefault("os/version", ""),
                    first.getOrDefault("os/distro", ""),
                    first.getOrDefault("os/family", ""),
                    isSettled(),
                    List.copyOf(parents),
                    List.copyOf(devices),
                    Map.copyOf(resources),
                    List.copyOf(media)));
        }
        first.clear();
        shortIds.clear();
        parents.clear();
        devices.clear();
        resources.clear();
        media.clear();
        id = "";
    }
}
