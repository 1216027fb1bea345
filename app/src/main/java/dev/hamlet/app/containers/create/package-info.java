/**
 * The dialog that makes a container: {@link dev.hamlet.app.containers.create.NewContainerModel} knows what is chosen and
 * makes it, {@link dev.hamlet.app.containers.create.NewContainerView} shows it. Both belong to the JavaFX thread; the model
 * needs no running toolkit. What blocks is asked of the {@link dev.hamlet.app.containers.create.ContainerWorkshop} on other
 * threads.
 */
@NullMarked
package dev.hamlet.app.containers.create;

import org.jspecify.annotations.NullMarked;
