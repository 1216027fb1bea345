/**
 * Tar archives of any writer: {@link dev.hamlet.engine.image.tar.TarReader} reads ustar, PAX (POSIX.1-2017, pax) and GNU
 * archives from a stream, {@link dev.hamlet.engine.image.tar.TarWriter} writes PAX. Names, link targets and attributes are
 * bytes, as the archive has them. Nothing here touches a file system. Thread rule: one thread at a time for each reader and
 * writer.
 */
@NullMarked
package dev.hamlet.engine.image.tar;

import org.jspecify.annotations.NullMarked;
