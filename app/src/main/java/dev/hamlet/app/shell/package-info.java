/**
 * The window: {@link dev.hamlet.app.shell.Hamlet} is where it begins and what holds its parts together. All of it
 * belongs to the JavaFX thread but for the opening and closing of the engine.
 */
package dev.hamlet.app.shell;
