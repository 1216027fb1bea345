package dev.hamlet.app.wizard;

import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.Engine;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dialog that makes a machine: three steps, each with a sane answer already. It looks at what there is as soon as it
 * is made, and writes nothing before {@link #finish()}. Belongs to the JavaFX thread, or to the one thread of the executor
 * it was made with; needs no toolkit.
 */
public final class WizardModel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WizardModel.class);

    /** The steps, in their order. */
    public enum Step {
        WHAT,
        RESOURCES,
        SUMMARY;

        private Step after() {
            return this == WHAT ? RESOURCES : SUMMARY;
        }

        private Step before() {
            return this == SUMMARY ? RESOURCES : WHAT;
        }
    }

    /** How far the dialog has come. */
    public enum Stage {
        /** The person chooses. */
        OPEN,
        /** The order is checked. */
        FINISHING,
        /** The work goes on elsewhere, or nothing is wanted any more: the dialog can go. */
        OVER
    }

    private final Workshop workshop;
    private final Executor fx;
    private final Consumer<Outcome> outcome;
    private final WhatModel what;
    private final ResourcesModel resources;
    private final BooleanProperty startNow = new SimpleBooleanProperty(true);
    private final ReadOnlyObjectWrapper<Step> step = new ReadOnlyObjectWrapper<>(Step.WHAT);
    private final ReadOnlyObjectWrapper<Stage> stage = new ReadOnlyObjectWrapper<>(Stage.OPEN);
    private final ReadOnlyObjectWrapper<Optional<Phrase>> obstacle = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(Optional.empty());

    /**
     * A dialog over this engine; it begins to look at once.
     *
     * @param words how figures are written and new machines are called
     * @param fx runs everything that changes the model
     * @param outcome is told, on that executor, what became of a machine that was ordered
     */
    public WizardModel(Engine engine, Messages words, Executor fx, Consumer<Outcome> outcome) {
        this(new EngineWorkshop(engine, home().resolve(".ssh")), words, fx, outcome);
    }

    WizardModel(Workshop workshop, Messages words, Executor fx, Consumer<Outcome> outcome) {
        this.workshop = workshop;
        this.fx = fx;
        this.outcome = outcome;
        this.what = new WhatModel(workshop, home(), fx::execute);
        this.resources = new ResourcesModel(words);
        what.sourceProperty().subscribe(source -> source.ifPresent(resources::use));
        what.obstacleProperty().subscribe(changed -> decide());
        resources.obstacleProperty().subscribe(changed -> decide());
        step.subscribe(changed -> decide());
        stage.subscribe(changed -> decide());
        problem.subscribe(changed -> decide());
        what.load();
        look();
    }

    private static Path home() {
        return Path.of(System.getProperty("user.home", "/"));
    }

    /** Each on a thread of its own: none waits for another that does not answer. */
    private void look() {
        Threads.virtual("wizard-room", () -> {
            try {
                Room room = workshop.room();
                fx.execute(() -> show(room));
            } catch (ProblemException e) {
                fx.execute(() -> problem.set(Optional.of(e.problem())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Threads.virtual("wizard-firmware", () -> {
            try {
                Set<Firmware> able = workshop.firmwares();
                fx.execute(() -> resources.offer(able));
            } catch (ProblemException e) {
                // Any may do then; the start says what is missing.
                LOG.debug("what machines can be started with is not known", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Threads.virtual("wizard-port", () -> {
            try {
                OptionalInt port = workshop.portForSsh();
                fx.execute(() -> resources.access().offer(port));
            } catch (ProblemException e) {
                // It is an offer, which is not made then.
                LOG.debug("no port could be looked for", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Threads.virtual("wizard-keys", () -> {
            List<SshKey> keys = workshop.keys();
            fx.execute(() -> resources.access().offer(System.getProperty("user.name", ""), keys));
        });
    }

    /** Lets the owner of this file's key sign in; where it is no public key that is said. */
    void chooseKey(Path file) {
        Threads.virtual("wizard-key", () -> {
            try {
                SshKey key = workshop.key(file);
                fx.execute(() -> resources.access().add(key));
            } catch (ProblemException e) {
                fx.execute(() -> resources.access().refuse(e.problem()));
            }
        });
    }

    private void show(Room room) {
        resources.offer(room);
        decide();
    }

    /** Begins with this file, whatever it is: a CD image, a disk, or what is shown to be neither. */
    public void begin(Path file) {
        what.begin(file);
    }

    /** Begins with this image of the library. */
    public void beginImage(String name) {
        what.want(name);
    }

    private void decide() {
        obstacle.set(obstacleNow());
    }

    private Optional<Phrase> obstacleNow() {
        if (stage.get() != Stage.OPEN) {
            return Optional.of(Phrase.of("wizard.obstacle.finishing"));
        }
        return switch (step.get()) {
            case WHAT -> obstacleOf(Step.WHAT);
            case RESOURCES, SUMMARY -> obstacleOf(Step.WHAT).or(() -> obstacleOf(Step.RESOURCES));
        };
    }

    private Optional<Phrase> obstacleOf(Step one) {
        return switch (one) {
            case WHAT -> what.obstacleProperty().getValue().or(this::obstacleOfRoom);
            case RESOURCES -> resources.obstacleProperty().getValue();
            case SUMMARY -> Optional.empty();
        };
    }

    private Optional<Phrase> obstacleOfRoom() {
        if (resources.room() != null) {
            return Optional.empty();
        }
        return Optional.of(Phrase.of(problem.get().isPresent() ? "wizard.obstacle.host" : "wizard.obstacle.room"));
    }

    /** One step on, if this one is done. */
    public void next() {
        if (obstacle.get().isEmpty()) {
            step.set(step.get().after());
        }
    }

    /** One step back. */
    public void back() {
        if (stage.get() == Stage.OPEN) {
            step.set(step.get().before());
        }
    }

    /** To this step, or to the first before it that is not done. */
    public void go(Step wanted) {
        if (stage.get() != Stage.OPEN) {
            return;
        }
        for (Step one : Step.values()) {
            if (one == wanted || obstacleOf(one).isPresent()) {
                step.set(one);
                return;
            }
        }
    }

    /** Orders the machine. What is wrong with the order is told here; the work itself goes on as a job. */
    public void finish() {
        Optional<Source> source = what.sourceProperty().getValue();
        if (obstacle.get().isPresent() || source.isEmpty()) {
            return;
        }
        stage.set(Stage.FINISHING);
        resources.agreed();
        problem.set(Optional.empty());
        AccessModel.Access access = resources.access().now();
        boolean start = startNow.get();
        Threads.virtual("wizard-finish", () -> {
            try {
                Room room = workshop.room();
                Order order = resources.order(source.get(), access, start);
                fx.execute(() -> place(order, room));
            } catch (ProblemException e) {
                fx.execute(() -> refuse(e.problem()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void refuse(Problem why) {
        if (stage.get() == Stage.FINISHING) {
            problem.set(Optional.of(why));
            stage.set(Stage.OPEN);
        }
    }

    /** Since the name was chosen, another machine may have taken it. */
    private void place(Order order, Room room) {
        if (stage.get() != Stage.FINISHING) {
            return;
        }
        resources.offer(room);
        Optional<Problem> fault = resources.nameFaultProperty().get();
        if (fault.isPresent()) {
            stage.set(Stage.OPEN);
            step.set(Step.RESOURCES);
            return;
        }
        begin(workshop, order, fx, outcome);
        close();
    }

    private static void begin(Workshop workshop, Order order, Executor fx, Consumer<Outcome> outcome) {
        Job<Workshop.Made> job = workshop.make(order);
        Threads.virtual("await-wizard", () -> {
            try {
                Workshop.Made made = job.await();
                Outcome there = new Outcome.Made(made.machine().id(), order.name(), made.startProblem());
                fx.execute(() -> outcome.accept(there));
            } catch (ProblemException e) {
                Outcome failed = e.problem() instanceof CommandProblem.Cancelled
                        ? new Outcome.Cancelled(order.name())
                        : new Outcome.Failed(order.name(), e.problem(), () -> begin(workshop, order, fx, outcome));
                fx.execute(() -> outcome.accept(failed));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    WhatModel what() {
        return what;
    }

    ResourcesModel resources() {
        return resources;
    }

    /** Whether the machine is started once it is made. */
    BooleanProperty startNowProperty() {
        return startNow;
    }

    /** The step that is worked at. */
    public ReadOnlyObjectProperty<Step> stepProperty() {
        return step.getReadOnlyProperty();
    }

    /** How far the dialog has come. */
    public ReadOnlyObjectProperty<Stage> stageProperty() {
        return stage.getReadOnlyProperty();
    }

    /** Why it cannot go on now. */
    public ObservableValue<Optional<Phrase>> obstacleProperty() {
        return obstacle.getReadOnlyProperty();
    }

    /** What is wrong with the order, or with this computer. */
    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** The dialog is not wanted any more. Forgets the password; work that was ordered goes on. */
    @Override
    public void close() {
        stage.set(Stage.OVER);
        resources.access().forget();
    }
}
