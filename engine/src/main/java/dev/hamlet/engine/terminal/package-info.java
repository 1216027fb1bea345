/**
 * Terminals: {@link dev.hamlet.engine.terminal.TerminalSession} joins a guest's serial line with the terminal that this
 * program was started from, and {@link dev.hamlet.engine.terminal.ContainerSession} the program of a container,
 * {@link dev.hamlet.engine.terminal.UserTerminal}. A session runs on the calling thread, which
 * must be a platform thread.
 */
package dev.hamlet.engine.terminal;
