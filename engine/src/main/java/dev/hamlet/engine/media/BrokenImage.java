package dev.hamlet.engine.media;

import dev.hamlet.engine.problem.Problem;
import java.nio.file.Path;

/**
 * An image of the library that cannot be used.
 *
 * @param id the name of its folder
 * @param name what people call it, or its id where that cannot be read
 * @param folder absolute
 * @param problem why
 */
public record BrokenImage(String id, String name, Path folder, Problem problem) implements LibraryEntry {}
