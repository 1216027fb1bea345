/**
 * Terminals in a window: {@link dev.hamlet.app.terminal.Emulation} makes a screen of bytes, on a thread of its own and
 * without a toolkit; {@link dev.hamlet.app.terminal.TerminalPane} draws it and takes keys, on the JavaFX thread;
 * {@link dev.hamlet.app.terminal.SerialView} is one at a machine's serial line.
 */
package dev.hamlet.app.terminal;
