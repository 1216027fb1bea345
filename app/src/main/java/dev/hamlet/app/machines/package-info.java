/**
 * The page of the virtual machines: {@link dev.hamlet.app.machines.MachinesModel} knows what is shown and carries out
 * commands, {@link dev.hamlet.app.machines.MachinesView} shows it. All of it belongs to the JavaFX thread; the model
 * needs no running toolkit.
 */
package dev.hamlet.app.machines;
