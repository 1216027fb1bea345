package dev.hamlet.app.containers.create;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.catalog.ContainerRecipe;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerNetwork;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.ContainerVolume;
import dev.hamlet.engine.container.KeptLimits;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.registry.FoundImage;
import dev.hamlet.engine.image.registry.SearchTerm;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the dialog asks of the engine; all of it blocks but {@link #make}. */
public interface ContainerWorkshop {
    /**
     * What there is for a new container.
     *
     * @param images on this computer, by name
     * @param names of all containers
     * @param networks that containers may be on, besides the usual one
     * @param volumes that have a name
     * @param processors of this computer
     * @param memory of this computer
     * @param free how much of it nobody uses now
     * @param kept which limits containers can be given
     */
    record Stock(
            List<Image> images,
            List<String> names,
            List<String> networks,
            List<String> volumes,
            int processors,
            ByteSize memory,
            ByteSize free,
            KeptLimits kept) {
        /** Copies the lists. */
        public Stock {
            images = List.copyOf(images);
            names = List.copyOf(names);
            networks = List.copyOf(networks);
            volumes = List.copyOf(volumes);
        }
    }

    /** Looks at what there is. */
    Stock look() throws ProblemException, InterruptedException;

    /** Recipes of images that could be built now; takes some seconds where their publishers have to be asked. */
    List<ContainerRecipe> recipes() throws InterruptedException;

    /** Looks for images in a registry. */
    List<FoundImage> search(String term) throws ProblemException, InterruptedException;

    /** Why a container could not publish this port now. */
    Optional<Problem> portObstacle(String container, PublishedPort port) throws ProblemException, InterruptedException;

    /** The container of these settings as it stands now; empty where it is there no more. */
    Optional<ContainerSnapshot> find(ContainerSpec container) throws ProblemException, InterruptedException;

    /** Begins to make a container. */
    Job<ContainerOutcome.Made> make(ContainerOrder order);

    /** The workshop of this engine. */
    static ContainerWorkshop of(Engine engine) {
        return of(engine, engine.containers());
    }

    /** The workshop of this engine, with containers that somebody else runs. */
    static ContainerWorkshop of(Engine engine, ContainerEngine containers) {
        return new OfEngine(engine, containers, new ContainerMaking(engine, containers));
    }

    /** The workshop of an engine. */
    record OfEngine(Engine engine, ContainerEngine containers, ContainerMaking making) implements ContainerWorkshop {
        private static final int MOST_FOUND = 50;

        @Override
        public Stock look() throws ProblemException, InterruptedException {
            return new Stock(
                    engine.containerImages().list(),
                    containers.list().stream().map(ContainerSnapshot::name).toList(),
                    containers.networks().list().stream()
                            .map(ContainerNetwork::name)
                            .toList(),
                    containers.volumes().list().stream()
                            .filter(volume -> !volume.unnamed())
                            .map(ContainerVolume::name)
                            .toList(),
                    engine.capacity().facts().processors(),
                    engine.capacity().facts().memory(),
                    engine.capacity().facts().memoryAvailable(),
                    containers.keptLimits());
        }

        @Override
        public List<ContainerRecipe> recipes() throws InterruptedException {
            List<ContainerRecipe> ready = new ArrayList<>();
            for (ContainerRecipe recipe : engine.containerRecipes()) {
                if (recipe.isReady()) {
                    ready.add(recipe);
                }
            }
            return ready;
        }

        @Override
        public List<FoundImage> search(String term) throws ProblemException, InterruptedException {
            SearchTerm wanted = SearchTerm.of(term);
            return engine.registries().search(wanted.registry(), wanted.name(), MOST_FOUND, Optional.empty());
        }

        @Override
        public Optional<Problem> portObstacle(String container, PublishedPort port)
                throws ProblemException, InterruptedException {
            return engine.portObstacle(container, port);
        }

        @Override
        public Optional<ContainerSnapshot> find(ContainerSpec container) throws ProblemException, InterruptedException {
            return containers.list().stream()
                    .filter(one -> one.id().equals(container.id()))
                    .findFirst();
        }

        @Override
        public Job<ContainerOutcome.Made> make(ContainerOrder order) {
            return making.begin(order);
        }
    }
}
