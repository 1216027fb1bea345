/**
 * Tests of the scripts {@code hamlet} and {@code test} and of what they share. {@link ToyTree} is where to begin: a tree
 * with the real scripts, a Maven that builds at once, and a program that prints how it was started. Each test runs
 * processes and waits for them in its own thread.
 */
@NullMarked
package dev.hamlet.installers;

import org.jspecify.annotations.NullMarked;
