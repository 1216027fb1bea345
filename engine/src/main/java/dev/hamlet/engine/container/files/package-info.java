/**
 * Files of containers, and what is copied to and from them: trees of files as entries of archives, wherever they come from
 * and go to. Whatever a container has in its files, no path of it leads out of it: all are looked up under
 * {@link dev.hamlet.nativebridge.RootFolder}. Entry types: {@link dev.hamlet.engine.container.files.FolderWalk} reads a
 * tree, {@link dev.hamlet.engine.container.files.FolderFilling} writes one.
 */
@NullMarked
package dev.hamlet.engine.container.files;

import org.jspecify.annotations.NullMarked;
