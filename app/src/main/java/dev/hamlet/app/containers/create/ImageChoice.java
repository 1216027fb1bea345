package dev.hamlet.app.containers.create;

import dev.hamlet.engine.catalog.ContainerRecipe;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.image.registry.FoundImage;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/**
 * Which image a container is made of: what stands in the field, and what there is that fits it. Belongs to the thread of its
 * model.
 */
final class ImageChoice {
    private static final int SHORTEST_ID = 6;

    private final StringProperty text = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<Optional<ImageWay>> way = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> fault = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<List<Offer>> offers = new ReadOnlyObjectWrapper<>(List.of());
    private List<Image> images = List.of();
    private List<ContainerRecipe> recipes = List.of();
    private List<FoundImage> found = List.of();

    /** Something that can be chosen. */
    sealed interface Offer {
        /** What it puts into the field. */
        String name();

        /** An image of this computer. */
        record Stored(Image image) implements Offer {
            @Override
            public String name() {
                return image.shownName();
            }
        }

        /** One that can be built on this computer. */
        record Built(ContainerRecipe recipe) implements Offer {
            @Override
            public String name() {
                return recipe.name().familiar();
            }
        }

        /** One that a search has found in a registry. */
        record Found(FoundImage image) implements Offer {
            @Override
            public String name() {
                return image.name();
            }
        }
    }

    ImageChoice() {
        text.subscribe(now -> see());
    }

    /** What stands in the field: a name, or the beginning of an id. */
    StringProperty textProperty() {
        return text;
    }

    /** How the container comes to what is chosen; empty where nothing is, or nothing that can be. */
    ReadOnlyObjectProperty<Optional<ImageWay>> wayProperty() {
        return way.getReadOnlyProperty();
    }

    /** Why what stands in the field is no image. */
    ReadOnlyObjectProperty<Optional<Problem>> faultProperty() {
        return fault.getReadOnlyProperty();
    }

    /** What there is that fits the field, all where it is empty or one is chosen. */
    ReadOnlyObjectProperty<List<Offer>> offersProperty() {
        return offers.getReadOnlyProperty();
    }

    /** These are on this computer. */
    void haveImages(List<Image> now) {
        images = List.copyOf(now);
        see();
    }

    /** These could be built. */
    void haveRecipes(List<ContainerRecipe> now) {
        recipes = List.copyOf(now);
        see();
    }

    /** These are in a registry. */
    void haveFound(List<FoundImage> now) {
        found = List.copyOf(now);
        see();
    }

    private void see() {
        String wanted = text.get().strip();
        fault.set(Optional.empty());
        way.set(wanted.isEmpty() ? Optional.empty() : way(wanted));
        offers.set(offersFor(wanted.toLowerCase(Locale.ROOT)));
    }

    private Optional<ImageWay> way(String wanted) {
        Optional<ImageWay> byId = images.stream()
                .filter(image -> wanted.length() >= SHORTEST_ID
                        && (image.id().hex().startsWith(wanted)
                                || image.shownName().equals(wanted)))
                .findFirst()
                .map(ImageWay.Here::new);
        if (byId.isPresent()) {
            return byId;
        }
        try {
            ImageReference reference = ImageReference.parse(wanted);
            return Optional.of(here(wanted, reference)
                    .or(() -> recipe(wanted, reference))
                    .orElseGet(() -> new ImageWay.Pull(reference)));
        } catch (ProblemException e) {
            fault.set(Optional.of(e.problem()));
            return Optional.empty();
        }
    }

    private Optional<ImageWay> here(String wanted, ImageReference reference) {
        return images.stream()
                .filter(image -> image.references().stream()
                        .anyMatch(name -> name.equals(reference.stored()) || isMadeHere(name, wanted)))
                .findFirst()
                .map(ImageWay.Here::new);
    }

    private Optional<ImageWay> recipe(String wanted, ImageReference reference) {
        return recipes.stream()
                .filter(recipe -> recipe.name().equals(reference.stored()) || isMadeHere(recipe.name(), wanted))
                .findFirst()
                .map(ImageWay.Build::new);
    }

    /** The engine finds what was made here by its name alone, too. */
    private static boolean isMadeHere(ImageReference name, String wanted) {
        String here = "localhost/" + wanted;
        return name.familiar().equals(here) || name.familiar().equals(here + ":latest");
    }

    private List<Offer> offersFor(String wanted) {
        List<Offer> all = new ArrayList<>();
        images.forEach(image -> all.add(new Offer.Stored(image)));
        recipes.stream()
                .filter(recipe ->
                        images.stream().noneMatch(image -> image.references().contains(recipe.name())))
                .forEach(recipe -> all.add(new Offer.Built(recipe)));
        boolean chosen = all.stream()
                .anyMatch(offer -> offer.name().toLowerCase(Locale.ROOT).equals(wanted));
        if (!chosen && !wanted.isEmpty()) {
            all.removeIf(offer -> !offer.name().toLowerCase(Locale.ROOT).contains(wanted));
        }
        found.forEach(image -> all.add(new Offer.Found(image)));
        return List.copyOf(all);
    }
}
