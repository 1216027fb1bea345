/**
 * Which system a CD image, a disk or a machine holds, and what it needs: {@link dev.hamlet.engine.system.SystemDetector}
 * is where to begin. It goes by a table of Hamlet's own and, where libosinfo's database is installed, by that too. What an
 * image says of itself is a hint, never believed further than that. All types are safe for use by many threads; calls
 * that are given a file block.
 */
package dev.hamlet.engine.system;
