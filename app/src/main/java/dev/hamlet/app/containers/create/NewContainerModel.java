package dev.hamlet.app.containers.create;

import dev.hamlet.app.fx.Amount;
import dev.hamlet.app.fx.Quantity;
import dev.hamlet.app.fx.SliderScale;
import dev.hamlet.app.fx.SliderScale.Mark;
import dev.hamlet.app.fx.SliderScale.Meaning;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.catalog.ContainerRecipe;
import dev.hamlet.engine.container.ContainerLimits;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.KeptLimits;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.container.RestartPolicy;
import dev.hamlet.engine.container.Upkeep;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.image.Image;
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
    private static final int USUAL_PIDS = 2048;
    private static final int MOST_PIDS = 32_768;
    private static final int PERCENT = 100;
    private static final long LEAST_MEMORY = 16;
    private static final SliderScale UNKNOWN = new SliderScale(1, 1, 1, 1, 1, List.of());

    private final ContainerWorkshop workshop;
    private final Executor fx;
    private final Consumer<ContainerOutcome> told;
    private final ImageChoice image = new ImageChoice();
    private final PublishedPorts ports;
    private final StringProperty name = new SimpleStringProperty("");
    private final StringProperty command = new SimpleStringProperty("");
    private final StringProperty variables = new SimpleStringProperty("");
    private final StringProperty network = new SimpleStringProperty(NetworkWish.USUAL);
    private final ObservableList<String> networks = FXCollections.observableArrayList(NetworkWish.USUAL);
    private final ObjectProperty<RestartPolicy.Kind> restart = new SimpleObjectProperty<>(RestartPolicy.Kind.NO);
    private final BooleanProperty terminal = new SimpleBooleanProperty();
    private final BooleanProperty removed = new SimpleBooleanProperty();
    private final BooleanProperty start = new SimpleBooleanProperty(true);
    private final Quantity cpus;
    private final Quantity memory;
    private final Quantity pids;
    private final ReadOnlyObjectWrapper<KeptLimits> kept = new ReadOnlyObjectWrapper<>(KeptLimits.ALL);
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(Optional.empty());
    private List<String> names = List.of();
    private boolean terminalChosen;
    private boolean terminalFollows;
    private boolean looked;

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
        this.workshop = workshop;
        this.fx = fx;
        this.told = told;
        this.ports = new PublishedPorts(workshop, fx);
        cpus = new Quantity(Amount.percent(words), UNKNOWN, 1);
        memory = new Quantity(Amount.mebibytes(words), UNKNOWN, 1);
        pids = new Quantity(
                Amount.count(words),
                new SliderScale(1, MOST_PIDS, 1, MOST_PIDS, MOST_PIDS, List.of(new Mark(Meaning.MOST, MOST_PIDS))),
                USUAL_PIDS);
        image.wayProperty().subscribe(way -> follow());
        command.subscribe(now -> followTerminal());
        terminal.subscribe(now -> terminalChosen |= !terminalFollows);
        restart.subscribe(now -> {
            if (now != RestartPolicy.Kind.NO) {
                removed.set(false);
            }
        });
        // What the subscriptions above have set was nobody's choice.
        terminalChosen = false;
        look();
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
        kept.set(stock.kept());
        List<String> all = new ArrayList<>(List.of(NetworkWish.USUAL));
        stock.networks().stream().filter(one -> !all.contains(one)).forEach(all::add);
        all.addAll(List.of(NetworkWish.HOST, NetworkWish.NONE));
        networks.setAll(all);
        long processors = (long) stock.processors() * PERCENT;
        cpus.suggest(
                new SliderScale(1, processors, 1, processors, processors, List.of(new Mark(Meaning.MOST, processors))),
                processors);
        long most = Math.max(LEAST_MEMORY, stock.memory().bytes() >> 20);
        long free = Math.clamp(stock.free().bytes() >> 20, LEAST_MEMORY, most);
        memory.suggest(
                new SliderScale(
                        LEAST_MEMORY,
                        most,
                        LEAST_MEMORY,
                        free,
                        most,
                        List.of(new Mark(Meaning.FREE, free), new Mark(Meaning.MOST, most))),
                most);
        image.haveImages(stock.images());
        begin();
    }

    /** With what there is, unless the person has begun already. */
    private void begin() {
        if (looked && image.textProperty().get().isEmpty()) {
            image.offersProperty().get().stream()
                    .findFirst()
                    .ifPresent(first -> image.textProperty().set(first.name()));
        }
    }

    private void follow() {
        ports.suggest(run().map(RunConfig::exposedPorts).orElse(List.of()));
        followTerminal();
    }

    /** A shell without a terminal would end at once. */
    private void followTerminal() {
        if (!terminalChosen) {
            terminalFollows = true;
            terminal.set(isShell());
            terminalFollows = false;
        }
    }

    private boolean isShell() {
        List<String> program = program();
        return program.size() == 1 && program.getFirst().matches("(?:.*/)?(?:ba|da|a|z|k|fi)?sh");
    }

    /** What the container would run, as far as that is known before its image is here. */
    private List<String> program() {
        List<String> said = CommandText.words(command.get()).orElse(List.of());
        List<String> all = new ArrayList<>(run().map(RunConfig::entrypoint).orElse(List.of()));
        all.addAll(said.isEmpty() ? run().map(RunConfig::command).orElse(List.of()) : said);
        if (all.isEmpty() && image.wayProperty().get().orElse(null) instanceof ImageWay.Build) {
            // The recipes that there are make images of shells.
            return List.of("sh");
        }
        return all;
    }

    /** What the chosen image says of its containers; empty where it is not here. */
    Optional<RunConfig> run() {
        return image.wayProperty()
                .get()
                .flatMap(way -> way instanceof ImageWay.Here(Image here)
                        ? Optional.of(here.config().run())
                        : Optional.empty());
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

    /** What it runs instead of the image's command, as one line. */
    StringProperty commandProperty() {
        return command;
    }

    /** Its own variables, one in each line. */
    StringProperty variablesProperty() {
        return variables;
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

    /** Whether its program is at a terminal. */
    BooleanProperty terminalProperty() {
        return terminal;
    }

    /** Whether it is removed once it has ended. */
    BooleanProperty removedProperty() {
        return removed;
    }

    /** Whether it is started at once. */
    BooleanProperty startProperty() {
        return start;
    }

    /** Its processors' time in parts of a hundred of one; all that there are is no limit. */
    Quantity cpus() {
        return cpus;
    }

    /** Its memory in MiB; all that there is is no limit. */
    Quantity memory() {
        return memory;
    }

    /** How many processes and threads it may have. */
    Quantity pids() {
        return pids;
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
        return names.contains(wanted)
                ? Optional.of(Phrase.of("new-container.wrong.name-taken", wanted))
                : Optional.empty();
    }

    /** Why what stands there is no command. */
    Optional<Phrase> commandFault() {
        return CommandText.words(command.get()).isEmpty()
                ? Optional.of(Phrase.of("new-container.wrong.command"))
                : Optional.empty();
    }

    /** Which of the lines is no variable. */
    Optional<Phrase> variablesFault() {
        return variableLines().stream()
                .filter(line -> line.indexOf('=') < 1)
                .findFirst()
                .map(line -> Phrase.of("new-container.wrong.variable", line));
    }

    private List<String> variableLines() {
        return variables.get().lines().filter(line -> !line.isBlank()).toList();
    }

    /** Whether ports can lead into it. */
    boolean isReachable() {
        return NetworkWish.of(network.get()).isBridged();
    }

    /** The first thing that stands against making it; an empty text of a key where nothing is chosen yet. */
    Optional<Phrase> obstacle() {
        if (image.wayProperty().get().isEmpty()) {
            return Optional.of(Phrase.of("new-container.wrong.image"));
        }
        return nameFault()
                .or(this::commandFault)
                .or(() -> isReachable() ? ports.faultProperty().get() : Optional.empty())
                .or(this::variablesFault)
                .or(() -> cpus.faultProperty().get())
                .or(() -> memory.faultProperty().get())
                .or(() -> pids.faultProperty().get());
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

    /** The container as it stands there; empty while something stands against it. */
    Optional<ContainerOrder> order() {
        return obstacle().isPresent()
                ? Optional.empty()
                : image.wayProperty()
                        .get()
                        .map(way -> new ContainerOrder(way, name.get().strip(), wish(), start.get()));
    }

    private ContainerWish wish() {
        NetworkWish onNetwork = new NetworkWish(
                network.get().equals(NetworkWish.USUAL) ? "" : network.get(),
                isReachable() ? ports.ports() : List.of(),
                List.of(),
                List.of());
        return ContainerWish.of(CommandText.words(command.get()).orElse(List.of()))
                .with(draft -> draft.environment(variableLines())
                        .limits(limits())
                        .removedAfter(removed.get())
                        .network(onNetwork)
                        .terminal(terminal.get())
                        .interactive(terminal.get())
                        .upkeep(Upkeep.USUAL.with(new RestartPolicy(restart.get(), 0))));
    }

    private ContainerLimits limits() {
        return new ContainerLimits(
                isUnlimited(memory) || kept.get().memory().isPresent()
                        ? Optional.empty()
                        : Optional.of(ByteSize.ofMebibytes(memory.value())),
                isUnlimited(cpus) || kept.get().cpus().isPresent() ? 0 : (double) cpus.value() / PERCENT,
                kept.get().pids().isPresent() ? 0 : (int) pids.value());
    }

    /** Which limits it can be given. */
    ReadOnlyObjectProperty<KeptLimits> keptProperty() {
        return kept.getReadOnlyProperty();
    }

    /** As much as there is at all. */
    static boolean isUnlimited(Quantity quantity) {
        return quantity.value() >= quantity.scaleProperty().get().most();
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

    private @Nullable ContainerOutcome outcome(Job<ContainerOutcome.Made> job, ContainerOrder order) {
        try {
            return job.await();
        } catch (ProblemException e) {
            return e.problem() instanceof CommandProblem.Cancelled
                    ? new ContainerOutcome.Cancelled()
                    : new ContainerOutcome.Failed(e.problem(), () -> make(order));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
