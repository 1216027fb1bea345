package dev.hamlet.app.help;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The pages of the guide as plain text, for a terminal. Used by one thread. */
public final class GuideText {
    /** What the guide's first page is called by. */
    private static final String START = "guide";

    private final Shelf shelf = new Shelf();
    private final Map<String, HelpPlace> places = new LinkedHashMap<>();

    /**
     * The pages that the guide's contents name.
     *
     * @param taken what no page can be called by, since something else is
     */
    public GuideText(Set<String> taken) {
        for (Shelf.Entry entry : shelf.contents()) {
            String name = name(entry.place());
            // The guide's page about commands and the reference of them have the same name.
            boolean second = taken.contains(name) || places.containsKey(name);
            places.put(second ? name + "-reference" : name, entry.place());
        }
    }

    /** What pages are called by, in the order of the guide's contents. */
    public List<String> topics() {
        return List.copyOf(places.keySet());
    }

    /**
     * The lines of a page.
     *
     * @param topic what the page is called by, such as {@code first-machine}
     * @param width how many characters a line of running text may have; code keeps its own lines
     * @return empty where there is no such page
     */
    public Optional<List<String>> page(String topic, int width) {
        return Optional.ofNullable(places.get(topic))
                .flatMap(place -> shelf.page(place.page()).map(page -> PlainPage.lines(page, place, names(), width)));
    }

    private Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        places.forEach((name, place) -> names.put(place.page(), name));
        return names;
    }

    private static String name(HelpPlace place) {
        if (place.page().equals(HelpPlace.START.page())) {
            return START;
        }
        String file = place.page().substring(place.page().lastIndexOf('/') + 1);
        return file.substring(0, file.length() - HelpPlace.ENDING.length());
    }
}
