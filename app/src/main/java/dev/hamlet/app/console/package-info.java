/**
 * Windows at the screens of guests: {@link dev.hamlet.app.console.Consoles} opens them, one for each machine. All of it
 * belongs to the JavaFX thread but what says otherwise; no call waits for a guest.
 */
package dev.hamlet.app.console;
