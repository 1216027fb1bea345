/**
 * Starting programs: {@link dev.hamlet.engine.process.ProcessLauncher} is the only user of {@code ProcessBuilder} and of
 * detached starts. No shell is ever between Hamlet and a program. Safe for use by many threads.
 */
package dev.hamlet.engine.process;
