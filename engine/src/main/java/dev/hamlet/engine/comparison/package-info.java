/**
 * What a machine and a container cost on this computer: the same small web server is run as both, by turns. Begin with
 * {@link dev.hamlet.engine.comparison.Comparison}. All of it belongs to the one thread that runs it.
 */
@NullMarked
package dev.hamlet.engine.comparison;

import org.jspecify.annotations.NullMarked;
