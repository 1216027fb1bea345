package dev.hamlet.app.help;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Which page of the guide is about which part of Hamlet's windows: pages, tabs, cards and dialogs, by their ids. */
final class HelpPlaces {
    private final Map<String, HelpPlace> places = new LinkedHashMap<>();

    HelpPlaces() {
        put(HelpPlace.START, "home", "welcome");
        guide("README", "the-window", "preferences", "quit");
        guide("troubleshooting", "", "refused", "doctor", "details-tab-problems");
        guide("troubleshooting", "ask-somebody", "preferences-report-card");
        guide("first-machine", "in-the-window", "wizard", "details-tab-overview");
        guide(
                "first-machine",
                "change-it",
                "settings",
                "rename",
                "group",
                "preferences-usual-card",
                "details-tab-resources",
                "details-tab-network");
        guide("images", "", "images");
        guide(
                "images",
                "for-machines",
                "images-tab-library",
                "new-disk",
                "grow-disk",
                "import-image",
                "details-tab-storage");
        guide("images", "for-containers", "images-tab-stored", "pull-image", "prune-images");
        guide("consoles", "", "console", "preferences-console-card");
        guide("consoles", "the-serial-line", "details-tab-logs");
        guide("consoles", "the-terminal-of-a-container", "details-tab-container-terminal");
        guide("first-container", "in-the-window", "new-container", "details-tab-container-overview");
        guide("first-container", "limit-it-and-keep-it-running", "details-tab-container-resources");
        reference("containers", "other-settings-for-a-container-that-is-there", "edit-container");
        reference("containers", "registries", "push-image", "tag-image");
        reference("containers", "what-comes-in-and-goes-out", "import-archive", "export-image");
        reference("containers", "what-they-write", "details-tab-container-logs");
        reference("containers", "files", "details-tab-container-files");
        reference(
                "containers",
                "at-work-in-a-container",
                "details-tab-container-processes",
                "details-tab-container-inspect");
        reference("catalog", "what-is-asked-of-sites-and-when", "images-tab-catalogue", "preferences-catalog-card");
        reference("catalog", "the-file", "catalogue-address");
        reference("machine-folder", "other-folders", "preferences-folders-card");
    }

    private void guide(String page, String section, String... views) {
        put(new HelpPlace("guide/" + page + HelpPlace.ENDING, section), views);
    }

    private void reference(String page, String section, String... views) {
        put(new HelpPlace(page + HelpPlace.ENDING, section), views);
    }

    private void put(HelpPlace place, String... views) {
        for (String view : views) {
            places.put(view, place);
        }
    }

    /** The place of each part that has one. */
    Map<String, HelpPlace> all() {
        return Map.copyOf(places);
    }

    /**
     * The page about what is before a person.
     *
     * @param views ids of it, the nearest first
     * @return of the first that has a page; the beginning of the guide where none has
     */
    HelpPlace of(List<String> views) {
        return views.stream()
                .map(places::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(HelpPlace.START);
    }
}
