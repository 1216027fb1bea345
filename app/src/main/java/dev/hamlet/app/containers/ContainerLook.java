package dev.hamlet.app.containers;

import dev.hamlet.app.fx.StateGlyph.Shape;
import dev.hamlet.app.fx.StateGlyph.Tone;
import dev.hamlet.engine.container.ContainerEnd;
import dev.hamlet.engine.container.ContainerHealth;
import dev.hamlet.engine.container.ContainerSnapshot;
import java.util.Optional;

/** How the state of a container looks: word, shape and colour. */
public enum ContainerLook {
    CREATED("containers.state.created", Shape.SQUARE, Tone.MUTED),
    /** It has been told to run and does not yet. */
    STARTING("state.starting", Shape.RING, Tone.ACCENT),
    RUNNING("state.running", Shape.TRIANGLE, Tone.SUCCESS),
    /** It has been told to end and runs still. */
    STOPPING("containers.state.stopping", Shape.RING, Tone.MUTED),
    /** It has been told to go, with its files. */
    REMOVING("containers.state.removing", Shape.RING, Tone.MUTED),
    /** It runs, and says itself that it is not well. */
    UNHEALTHY("containers.state.unhealthy", Shape.WARNING, Tone.DANGER),
    /** Started again soon. */
    RESTARTING("containers.state.restarting", Shape.RING, Tone.WARNING),
    PAUSED("state.paused", Shape.BARS, Tone.WARNING),
    FINISHED("containers.state.finished", Shape.CHECK, Tone.MUTED),
    /** By a signal that asks to end, or kills: a person's, or somebody else's. */
    ENDED("containers.state.exited", Shape.SQUARE, Tone.MUTED),
    FAILED("containers.state.exited", Shape.CROSS, Tone.DANGER),
    OUT_OF_MEMORY("containers.state.out-of-memory", Shape.WARNING, Tone.DANGER),
    ENDED_UNSEEN("machines.state.ended-unseen", Shape.WARNING_HOLLOW, Tone.WARNING),
    UNREADABLE("state.unreadable", Shape.WARNING, Tone.DANGER);

    /** 128 and the signal that asks to end. */
    private static final int TERMINATED = 143;

    /** 128 and the signal that kills. */
    private static final int KILLED = 137;

    private final String key;
    private final Shape shape;
    private final Tone tone;

    ContainerLook(String key, Shape shape, Tone tone) {
        this.key = key;
        this.shape = shape;
        this.tone = tone;
    }

    /**
     * How a container that stands so is shown.
     *
     * @param told what it has been told and has not come to yet
     */
    static ContainerLook of(ContainerSnapshot container, Optional<ContainerCommand> told) {
        ContainerLook standing = of(container);
        return told.map(command -> switch (command) {
                    case START -> container.state().isLive() ? standing : STARTING;
                    case STOP -> container.state().isLive() ? STOPPING : standing;
                    case REMOVE -> REMOVING;
                    // Over before anybody could read a word of it.
                    case PAUSE, RESUME -> standing;
                })
                .orElse(standing);
    }

    private static ContainerLook of(ContainerSnapshot container) {
        return switch (container.state()) {
            case CREATED -> CREATED;
            case RUNNING ->
                container
                                .health()
                                .filter(health -> health.state() == ContainerHealth.State.UNHEALTHY)
                                .isPresent()
                        ? UNHEALTHY
                        : RUNNING;
            case PAUSED -> PAUSED;
            case EXITED -> container.end().map(ContainerLook::of).orElse(ENDED_UNSEEN);
            case RESTARTING -> RESTARTING;
            case BROKEN -> UNREADABLE;
        };
    }

    private static ContainerLook of(ContainerEnd end) {
        if (end.outOfMemory()) {
            return OUT_OF_MEMORY;
        }
        if (end.code().isEmpty()) {
            return ENDED_UNSEEN;
        }
        return switch (end.code().getAsInt()) {
            case 0 -> FINISHED;
            case KILLED, TERMINATED -> ENDED;
            default -> FAILED;
        };
    }

    /** Whether its word has the exit code for an argument. */
    boolean tellsCode() {
        return this == ENDED || this == FAILED;
    }

    /** The key of its word; of one that ended by itself with its exit code as the argument. */
    public String key() {
        return key;
    }

    /** Its form. */
    public Shape shape() {
        return shape;
    }

    /** Its colour. */
    public Tone tone() {
        return tone;
    }

    /** Whether it runs, or is started again soon by itself. */
    public boolean isActive() {
        return switch (this) {
            case STARTING, RUNNING, STOPPING, UNHEALTHY, RESTARTING, PAUSED -> true;
            case CREATED, REMOVING, FINISHED, ENDED, FAILED, OUT_OF_MEMORY, ENDED_UNSEEN, UNREADABLE -> false;
        };
    }
}
