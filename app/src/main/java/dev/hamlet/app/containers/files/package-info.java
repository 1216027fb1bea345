/**
 * Files of a container in the window: {@link dev.hamlet.app.containers.files.FilesModel} looks at one folder at a time, {@link
 * dev.hamlet.app.containers.files.FileCopies} copies in and out, {@link dev.hamlet.app.containers.files.FilesView} shows both.
 * Everything belongs to the JavaFX thread; the models need no running toolkit, and the engine is never asked on that thread.
 */
@NullMarked
package dev.hamlet.app.containers.files;

import org.jspecify.annotations.NullMarked;
