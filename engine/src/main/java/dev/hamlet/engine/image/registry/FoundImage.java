package dev.hamlet.engine.image.registry;

/**
 * A repository that a search found.
 *
 * @param name with its registry
 * @param description one line, or empty
 * @param stars how many people like it, where the registry counts them
 * @param official whether the registry itself vouches for it
 */
public record FoundImage(String name, String description, long stars, boolean official) {}
