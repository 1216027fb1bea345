/**
 * The guide inside the program: pages of {@code docs/guide} and what they lead to, in a window of their own, without a
 * network. Begin with {@link dev.hamlet.app.help.Help}. All belongs to the JavaFX thread; nothing is read before the first
 * page is asked for.
 */
@NullMarked
package dev.hamlet.app.help;

import org.jspecify.annotations.NullMarked;
