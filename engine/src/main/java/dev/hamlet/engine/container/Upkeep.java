package dev.hamlet.engine.container;

/**
 * What is done for a container while nobody looks.
 *
 * @param restart whether it is started again when it has ended
 */
public record Upkeep(RestartPolicy restart) {
    /** What is done where nobody says anything. */
    public static final Upkeep USUAL = new Upkeep(RestartPolicy.NO);

    /** The same with this policy. */
    public Upkeep with(RestartPolicy other) {
        return new Upkeep(other);
    }
}
