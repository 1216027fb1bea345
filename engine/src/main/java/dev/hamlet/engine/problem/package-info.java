/**
 * What went wrong, as data: {@link dev.hamlet.engine.problem.Problem} is where to begin. Records are immutable and free
 * of words; the app turns them into a title, a cause and remedies.
 */
package dev.hamlet.engine.problem;
