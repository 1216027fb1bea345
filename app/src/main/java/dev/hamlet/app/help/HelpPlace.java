package dev.hamlet.app.help;

import java.net.URI;
import java.util.Optional;

/**
 * A place in the documents.
 *
 * @param page its file below {@code docs}, such as {@code guide/images.md}
 * @param section the anchor of a heading in it, as GitHub names them; empty for its beginning
 */
record HelpPlace(String page, String section) {
    /** The beginning of the guide. */
    static final HelpPlace START = of("guide/README.md");

    /** What the name of a page ends with. */
    static final String ENDING = ".md";

    /** The beginning of this page. */
    static HelpPlace of(String page) {
        return new HelpPlace(page, "");
    }

    /** Where a link of this page leads within the documents; empty for an address of elsewhere. */
    Optional<HelpPlace> follow(String link) {
        if (link.startsWith("#")) {
            return Optional.of(new HelpPlace(page, link.substring(1)));
        }
        String[] parts = link.split("#", 2);
        return file(parts[0])
                .filter(file -> file.endsWith(ENDING))
                .map(file -> new HelpPlace(file, parts.length > 1 ? parts[1] : ""));
    }

    /** The file below {@code docs} that this relative link means; empty where it leads out of there. */
    Optional<String> file(String link) {
        URI address;
        try {
            address = URI.create(link);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (address.isAbsolute() || link.isEmpty()) {
            return Optional.empty();
        }
        // Below a root, so that what climbs too high is seen.
        String path = URI.create("/docs/" + page).resolve(address).normalize().getPath();
        String root = "/docs/";
        return path != null && path.startsWith(root) && !path.equals(root)
                ? Optional.of(path.substring(root.length()))
                : Optional.empty();
    }
}
