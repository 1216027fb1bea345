package dev.hamlet.engine.media;

import java.nio.file.Path;

/** What stands in the library: a whole image, or one that cannot be used. */
public sealed interface LibraryEntry permits LibraryImage, BrokenImage {
    /** The name of its folder: lower-case ASCII, never changes. */
    String id();

    /** What people call it; of a broken image at least its id. */
    String name();

    /** Its folder, absolute. */
    Path folder();
}
