package dev.hamlet.app.wizard;

import dev.hamlet.app.wizard.Needs.DiskNeeds;
import dev.hamlet.app.wizard.Offer.Kind;
import dev.hamlet.app.wizard.Offer.Way;
import dev.hamlet.engine.catalog.Catalog;
import dev.hamlet.engine.catalog.CatalogEntry;
import dev.hamlet.engine.catalog.CatalogImages;
import dev.hamlet.engine.catalog.DebianGuest;
import dev.hamlet.engine.catalog.Recipe;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.machine.UsualResources;
import dev.hamlet.engine.media.ImageFacts;
import dev.hamlet.engine.media.LibraryEntry;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.system.GuestSystem;
import dev.hamlet.engine.system.SystemDetector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The systems that a machine can be made of: what the library has, latest first, then what the catalogue knows, then what
 * can be built here. Each stands once.
 */
record Offering(
        Catalog catalog,
        List<LibraryEntry> library,
        List<Recipe> recipes,
        SystemDetector systems,
        UsualResources usual) {
    Workshop.Offers all() {
        List<LibraryImage> images = library.stream()
                .filter(LibraryImage.class::isInstance)
                .map(LibraryImage.class::cast)
                .sorted(Comparator.comparing(
                                (LibraryImage image) -> image.facts().made())
                        .reversed())
                .toList();
        Set<String> here = images.stream().map(LibraryImage::name).collect(Collectors.toSet());
        List<Offer> offers = new ArrayList<>();
        images.forEach(image -> offers.add(of(image)));
        catalog.entries().stream()
                .filter(entry -> !here.contains(CatalogImages.imageName(entry)))
                .forEach(entry -> offers.add(of(entry)));
        recipes.stream().filter(recipe -> !here.contains(recipe.imageName())).forEach(recipe -> offers.add(of(recipe)));
        return new Workshop.Offers(List.copyOf(offers), catalog.problems());
    }

    private Offer of(CatalogEntry entry) {
        return new Offer(
                CatalogImages.imageName(entry),
                note(entry),
                entry.cloudInit() ? Kind.CLOUD : Kind.DISK,
                new Way.Fetch(entry),
                entry.id(),
                entry.user(),
                needs(entry));
    }

    private static String note(CatalogEntry entry) {
        return entry.codename();
    }

    private Needs needs(CatalogEntry entry) {
        Needs unknown = Needs.usual(usual, entry.firmware().isEmpty() ? Recognised.ANY : entry.firmware());
        return new Needs(
                unknown.vcpus(),
                entry.minimumMemory(),
                entry.recommendedMemory(),
                new DiskNeeds(entry.minimumDisk(), entry.recommendedDisk()),
                unknown.firmware(),
                null);
    }

    private Offer of(LibraryImage image) {
        ImageFacts facts = image.facts();
        Kind kind = kind(image);
        Optional<CatalogEntry> known = catalog.entries().stream()
                .filter(entry -> entry.id().equals(facts.system()))
                .findFirst();
        return new Offer(
                image.name(),
                known.map(Offering::note).orElse(""),
                kind,
                new Way.Here(image.name()),
                facts.system(),
                facts.defaultUser(),
                needs(facts, kind, known));
    }

    private static Kind kind(LibraryImage image) {
        if (image.disk().isPresent()) {
            return image.facts().cloudInit() ? Kind.CLOUD : Kind.DISK;
        }
        return image.cd().isPresent() ? Kind.CD : Kind.KERNEL;
    }

    private Needs needs(ImageFacts facts, Kind kind, Optional<CatalogEntry> known) {
        Needs needs = known.map(this::needs).orElseGet(() -> guess(facts));
        ByteSize memory = facts.recommendedMemory();
        Needs advised = memory == null ? needs : needs.withMemory(memory);
        return kind == Kind.KERNEL ? kernel(advised) : advised;
    }

    /** What the image's system is known to need; its devices are the engine's choice, who knows the image better. */
    private Needs guess(ImageFacts facts) {
        GuestSystem system = systems.ofName(facts.system().isEmpty() ? facts.name() : facts.system());
        return system.id().isEmpty()
                ? Needs.usual(usual, Recognised.ANY)
                : Needs.of(system.needs()).withProfile(null).withFirmware(Recognised.ANY);
    }

    /** A kernel is started by the BIOS alone and needs no disk. */
    private static Needs kernel(Needs needs) {
        return needs.withDisk(null).withFirmware(List.of(Firmware.BIOS));
    }

    /** A recipe says nothing of what it builds before it has built it; these are Hamlet's own two. */
    private Offer of(Recipe recipe) {
        boolean debian = recipe instanceof DebianGuest;
        Needs needs = debian
                ? catalog.entries().stream()
                        .filter(entry -> entry.id().equals(recipe.id()))
                        .findFirst()
                        .map(this::needs)
                        .orElseGet(() -> Needs.usual(usual, Recognised.ANY))
                : kernel(Needs.usual(usual, Recognised.ANY).withMemory(ByteSize.ofMebibytes(256)));
        return new Offer(
                recipe.imageName(),
                "",
                debian ? Kind.CLOUD : Kind.KERNEL,
                new Way.Build(recipe),
                recipe.id(),
                debian ? "debian" : "",
                needs);
    }
}
