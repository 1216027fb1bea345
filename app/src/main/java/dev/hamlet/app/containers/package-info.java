/**
 * Containers in the window: {@link dev.hamlet.app.containers.ContainersModel} knows which there are and carries out
 * commands. They stand in the list of the page of machines, and in the details beside it. All of it belongs to the JavaFX
 * thread; the model needs no running toolkit.
 */
package dev.hamlet.app.containers;
