/**
 * Images that containers are made from, as a tab of the page of images: {@link
 * dev.hamlet.app.images.containers.StoredImagesModel} knows them and what is done to them, {@link
 * dev.hamlet.app.images.containers.StoredImagesTab} shows them. Everything belongs to the JavaFX thread; the model needs no
 * running toolkit, and the engine is never asked on that thread.
 */
@NullMarked
package dev.hamlet.app.images.containers;

import org.jspecify.annotations.NullMarked;
