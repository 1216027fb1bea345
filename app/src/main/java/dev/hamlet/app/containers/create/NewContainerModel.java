package dev.hamlet.app.containers.create;

import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.catalog.ContainerRecipe;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.FilesWish;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.container.RestartPolicy;
import dev.hamlet.engine.image.ImageConfig.RunConfig;
import dev.hamlet.engine.image.registry.FoundImage;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * A container that is being thought of. Nothing is written before it is made. Belongs to the JavaFX thread, or to the one
 * thread of the executor it was made with; needs no toolkit.
 */
public final class NewContainerModel {
    /** What is proposed where nothing is here: a public image of some megabytes, with a shell. */
    static final String SMALL = "alpine:latest";

    private final ContainerWorkshop workshop;
    private final Executor fx;
    private final Consumer<ContainerOutcome> told;
    private final ImageChoice image = new ImageChoice();
    private final PublishedPorts ports;
    private final StringProperty name = new SimpleStringProperty("");
    private final StringProperty network = new SimpleStringProperty(NetworkWish.USUAL);
    private final ObservableList<String> networks = FXCollections.observableArrayList(NetworkWish.USUAL);
    private final ObjectProperty<RestartPolicy.Kind> restart = new SimpleObjectProperty<>(RestartPolicy.Kind.NO);
    private final BooleanProperty removed = new SimpleBooleanProperty();
    private final BooleanProperty start = new SimpleBooleanProperty(true);
    private final ProgramChoice program;
    private final LimitsChoice limits;
    private final MountRows mounts;
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(Optional.empty());
    private List<String> names = List.of();
    private boolean looked;
    private boolean recipesKnown;

    /** The container that is made anew; null for a new one. */
    private final @Nullable ContainerSpec before;

    /** Whether the ports are being asked about before it is made. */
    private boolean asking;

    private boolean left;

    /**
     * Looks at what there is, and begins with the first image of it.
     *
     * @param words of its figures
     * @param fx runs everything that changes the model
     * @param told is given what the making came to
     */
    public NewContainerModel(ContainerWorkshop workshop, Messages words, Executor fx, Consumer<ContainerOutcome> told) {
        this(workshop, null, words, fx, told);
    }

    /**
     * The same for a container that is there: it begins with what a person has said of it, never with what its image says.
     *
     * @param before the container; null for a new one
     */
    public NewContainerModel(
            ContainerWorkshop workshop,
            @Nullable ContainerSpec before,
            Messages words,
            Executor fx,
            Consumer<ContainerOutcome> told) {
        this.workshop = workshop;
        this.before = before;
        this.fx = fx;
        this.told = told;
        this.program = new ProgramChoice(image, before == null ? null : before.wish());
        this.ports = new PublishedPorts(workshop, before == null ? "" : before.name(), fx);
        this.limits =
                new LimitsChoice(words, before == null ? null : before.wish().limits());
        this.mounts = new MountRows(words, fx);
        image.wayProperty().subscribe(way -> follow());
        restart.subscribe(now -> {
            if (now != RestartPolicy.Kind.NO) {
                removed.set(false);
            }
        });
        if (before != null) {
            show(before);
        }
        look();
    }

    private void show(ContainerSpec spec) {
        ContainerWish wish = spec.wish();
        name.set(spec.name());
        network.set(wish.network().network());
        if (!networks.contains(network.get())) {
            networks.add(network.get());
        }
        restart.set(wish.upkeep().restart().kind());
        removed.set(wish.removedAfter());
        mounts.show(wish.files().mounts());
        ports.show(wish.network().ports());
        image.textProperty().set(spec.image().name());
    }

    private void look() {
        Thread _ = Threads.virtual("new-container-look", () -> {
            try {
                ContainerWorkshop.Stock stock = workshop.look();
                fx.execute(() -> show(stock));
            } catch (ProblemException e) {
                fx.execute(() -> problem.set(Optional.of(e.problem())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Thread _ = Threads.virtual("new-container-recipes", () -> {
            try {
                List<ContainerRecipe> recipes = workshop.recipes();
                fx.execute(() -> {
                    image.haveRecipes(recipes);
                    recipesKnown = true;
                    begin();
                });
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void show(ContainerWorkshop.Stock stock) {
        names = stock.names();
        looked = true;
        List<String> all = new ArrayList<>(List.of(NetworkWish.USUAL));
        stock.networks().stream().filter(one -> !all.contains(one)).forEach(all::add);
        all.addAll(List.of(NetworkWish.HOST, NetworkWish.NONE));
        if (!all.contains(network.get())) {
            // It has gone meanwhile: making the container will say so.
            all.add(network.get());
        }
        networks.setAll(all);
        limits.show(stock);
        mounts.volumes().setAll(stock.volumes());
        image.haveImages(stock.images());
        begin();
    }

    /** With what there is, unless the person has begun already. */
    private void begin() {
        if (looked && image.textProperty().get().isEmpty()) {
            Optional<String> first =
                    image.offersProperty().get().stream().findFirst().map(ImageChoice.Offer::name);
            if (first.isPresent() || recipesKnown) {
                image.textProperty().set(first.orElse(SMALL));
            }
        }
    }

    private void follow() {
        ports.suggest(program.run().map(RunConfig::exposedPorts).orElse(List.of()));
        program.followTerminal();
    }

    /** Begins with this image. */
    public void begin(String imageName) {
        image.textProperty().set(imageName);
    }

    /** Which image. */
    ImageChoice image() {
        return image;
    }

    /** Which ports lead into it. */
    PublishedPorts ports() {
        return ports;
    }

    /** What it is called; empty for a name after its image. */
    StringProperty nameProperty() {
        return name;
    }

    /** The name of its network. */
    StringProperty networkProperty() {
        return network;
    }

    /** What its network may be. */
    ObservableList<String> networks() {
        return networks;
    }

    /** Whether it is started again when it has ended. */
    ObjectProperty<RestartPolicy.Kind> restartProperty() {
        return restart;
    }

    /** Whether it is removed once it has ended. */
    BooleanProperty removedProperty() {
        return removed;
    }

    /** Whether it is started at once. */
    BooleanProperty startProperty() {
        return start;
    }

    /** What it runs. */
    ProgramChoice program() {
        return program;
    }

    /** How much it may use. */
    LimitsChoice limits() {
        return limits;
    }

    /** What is mounted in it. */
    MountRows mounts() {
        return mounts;
    }

    /** The container that is made anew; empty for a new one. */
    Optional<ContainerSpec> before() {
        return Optional.ofNullable(before);
    }

    /** Why what there is could not be looked at. */
    ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Why it cannot be called so. */
    Optional<Phrase> nameFault() {
        String wanted = name.get().strip();
        if (wanted.isEmpty()) {
            return Optional.empty();
        } else if (!ContainerSpec.isName(wanted)) {
            return Optional.of(Phrase.of("new-container.wrong.name"));
        }
        boolean own = before != null && before.name().equals(wanted);
        return !own && names.contains(wanted)
                ? Optional.of(Phrase.of("new-container.wrong.name-taken", wanted))
                : Optional.empty();
    }

    /** Whether ports can lead into it. */
    boolean isReachable() {
        return NetworkWish.of(network.get()).isBridged();
    }

    /** The first thing that stands against making it. */
    Optional<Phrase> obstacle() {
        return fault().or(() ->
                changes().filter(ContainerChanges::isNothing).map(none -> Phrase.of("new-container.wrong.unchanged")));
    }

    private Optional<Phrase> fault() {
        if (image.wayProperty().get().isEmpty()) {
            return Optional.of(Phrase.of("new-container.wrong.image"));
        }
        return nameFault()
                .or(program::commandFault)
                .or(() -> isReachable() ? ports.faultProperty().get() : Optional.empty())
                .or(program::variablesFault)
                .or(() -> mounts.faultProperty().get())
                .or(limits::fault);
    }

    /** Looks for images in a registry, and offers what it finds. */
    void search(Consumer<List<FoundImage>> found, Consumer<Problem> failed) {
        String term = image.textProperty().get();
        Thread _ = Threads.virtual("new-container-search", () -> {
            try {
                List<FoundImage> images = workshop.search(term);
                fx.execute(() -> {
                    image.haveFound(images);
                    found.accept(images);
                });
            } catch (ProblemException e) {
                fx.execute(() -> failed.accept(e.problem()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** What the order changes of the container that is there; empty for a new one, and while something stands against it. */
    Optional<ContainerChanges> changes() {
        ContainerSpec was = before;
        return was == null ? Optional.empty() : order().map(one -> new ContainerChanges(was, one));
    }

    /** The key of the word for what is done. */
    String deed() {
        if (before == null) {
            return start.get() ? "new-container.deed.start" : "new-container.deed";
        }
        return changes().filter(ContainerChanges::isInPlace).isPresent()
                ? "new-container.deed.apply"
                : "new-container.deed.anew";
    }

    /** The container as it stands there; empty while something stands against it. */
    Optional<ContainerOrder> order() {
        return fault().isPresent()
                ? Optional.empty()
                : image.wayProperty()
                        .get()
                        .map(way -> new ContainerOrder(way, name.get().strip(), wish(), start.get(), before()));
    }

    /** What is not asked for here stays as it was said before. */
    private ContainerWish wish() {
        ContainerWish base = before == null ? ContainerWish.nothing() : before.wish();
        NetworkWish onNetwork = new NetworkWish(
                network.get().equals(base.network().network())
                        ? base.network().name()
                        : network.get().equals(NetworkWish.USUAL) ? "" : network.get(),
                isReachable() ? ports.ports() : List.of(),
                base.network().hosts(),
                base.network().nameServers());
        FilesWish files = new FilesWish(
                mounts.mountsProperty().get(),
                base.files().readOnly(),
                base.files().devices());
        RestartPolicy policy = base.upkeep().restart();
        return base.with(draft -> {
            program.into(draft);
            draft.limits(limits.limits())
                    .removedAfter(removed.get())
                    .network(onNetwork)
                    .files(files)
                    .upkeep(base.upkeep()
                            .with(policy.kind() == restart.get() ? policy : new RestartPolicy(restart.get(), 0)));
        });
    }

    /**
     * Begins to make it once all of its ports have been asked about anew; the work goes on when the dialog is gone. Where
     * one is taken by now, nothing is made and the port tells so.
     *
     * @param begun is run when the work has begun
     */
    void make(Runnable begun) {
        if (asking || obstacle().isPresent()) {
            return;
        }
        if (!isReachable()) {
            begin(begun);
            return;
        }
        asking = true;
        ports.confirm(free -> {
            asking = false;
            // The dialog may have been left meanwhile.
            if (free && !left) {
                begin(begun);
            }
        });
    }

    private void begin(Runnable begun) {
        order().ifPresent(order -> {
            make(order);
            begun.run();
        });
    }

    /** The dialog is gone: nothing is made that has not begun. */
    void leave() {
        left = true;
    }

    private void make(ContainerOrder order) {
        Job<ContainerOutcome.Made> job = workshop.make(order);
        Thread _ = Threads.virtual("await-new-container", () -> {
            ContainerOutcome outcome = outcome(job, order);
            if (outcome != null) {
                fx.execute(() -> told.accept(outcome));
            }
        });
    }

    /** How the container stands that was to be changed. */
    private Optional<Phrase> kept(ContainerOrder order) {
        if (order.before().isEmpty()) {
            return Optional.empty();
        }
        try {
            return workshop.find(order.before().get())
                    .map(now -> KeptContainer.said(order.before().get(), now));
        } catch (ProblemException e) {
            // Why it could not be changed is told all the same.
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private @Nullable ContainerOutcome outcome(Job<ContainerOutcome.Made> job, ContainerOrder order) {
        try {
            return job.await();
        } catch (ProblemException e) {
            return e.problem() instanceof CommandProblem.Cancelled
                    ? new ContainerOutcome.Cancelled()
                    : new ContainerOutcome.Failed(e.problem(), kept(order), () -> make(order));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
