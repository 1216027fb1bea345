package dev.hamlet.app.images;

import dev.hamlet.engine.media.LibraryEntry;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.transfer.PartialDownload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one look at all that can be had came to.
 *
 * @param cards what there is, by card
 * @param here the names of the images that the library has
 * @param parts what earlier tries have left, by the image's name
 * @param problems what is wrong with the user's own catalogue or with the library
 * @param address where the user's catalogue came from last
 * @param changed when it last changed
 */
record CatalogueLook(
        Map<String, List<Offer>> cards,
        Set<String> here,
        Map<String, PartialDownload> parts,
        List<Problem> problems,
        Optional<String> address,
        Optional<Instant> changed) {
    static final CatalogueLook NONE =
            new CatalogueLook(Map.of(), Set.of(), Map.of(), List.of(), Optional.empty(), Optional.empty());

    /** Looks now; blocks. */
    static CatalogueLook of(CatalogueWork work) {
        var catalog = work.catalog();
        List<Problem> problems = new ArrayList<>(catalog.problems());
        Map<String, List<Offer>> offers = new LinkedHashMap<>();
        catalog.entries()
                .forEach(entry -> offers.computeIfAbsent(
                                cardOf(entry.name() + " " + entry.edition()), id -> new ArrayList<>())
                        .add(new Offer.Entry(entry)));
        offers.values().forEach(CatalogueLook::newestFirst);
        work.recipes().forEach(recipe -> offers.put("recipe-" + recipe.id(), List.of(new Offer.Built(recipe))));
        Set<String> here = Set.of();
        try {
            here = work.library().stream().map(LibraryEntry::name).collect(Collectors.toSet());
        } catch (ProblemException e) {
            problems.add(e.problem());
        }
        Map<String, PartialDownload> parts = new HashMap<>();
        for (List<Offer> card : offers.values()) {
            for (Offer offer : card) {
                if (offer instanceof Offer.Entry(var entry)) {
                    work.partOf(entry).ifPresent(part -> parts.put(offer.imageName(), part));
                }
            }
        }
        return new CatalogueLook(offers, here, parts, problems, work.address(), work.changed());
    }

    private static String cardOf(String text) {
        return text.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private static void newestFirst(List<Offer> offers) {
        offers.sort((one, other) -> Versions.compare(other.version(), one.version()));
    }
}
