/**
 * Volumes, and what else is mounted in containers. {@link dev.hamlet.engine.container.volume.StoredVolumes} is where to
 * begin; safe for use by many threads and by many processes of one home.
 */
@NullMarked
package dev.hamlet.engine.container.volume;

import org.jspecify.annotations.NullMarked;
