/**
 * Graphics consoles: {@link dev.hamlet.engine.display.DisplaySession} is a client of the RFB protocol (RFC 6143, the
 * community's rfbproto document and QEMU's extensions) on a connected channel; its
 * {@link dev.hamlet.engine.display.Framebuffer} has the pixels. A session reads on one virtual thread and writes on
 * another: nobody who sends input waits for the socket, and whoever draws holds the pixels only while it copies them. All
 * public types may be used by many threads; events come on the reading thread, one after another, under no lock.
 */
package dev.hamlet.engine.display;
