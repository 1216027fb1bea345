/**
 * The page of images: {@link dev.hamlet.app.images.ImagesPage} is where to begin. {@link
 * dev.hamlet.app.images.LibraryModel} knows all disks and CD images, {@link dev.hamlet.app.images.CatalogueModel} what can
 * be had. Everything belongs to the JavaFX thread; the models need no running toolkit, and the engine is never asked on
 * that thread.
 */
package dev.hamlet.app.images;
