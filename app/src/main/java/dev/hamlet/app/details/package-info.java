/**
 * What stands at the right of the list of machines: all about the selected one, in tabs.
 * {@link dev.hamlet.app.details.MachineDetails} shows them, each made when it is first wanted; models ask the engine, on
 * other threads and only while somebody sees the answer. All of it belongs to the JavaFX thread; the models need no running
 * toolkit.
 */
package dev.hamlet.app.details;
