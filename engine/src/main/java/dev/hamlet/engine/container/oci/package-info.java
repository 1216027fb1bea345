/**
 * The built-in container engine: an OCI runtime driven through conmon, without a daemon.
 * {@link dev.hamlet.engine.container.oci.OciContainerEngine} is where to begin; safe for use by many threads and by many
 * processes of one home.
 */
@NullMarked
package dev.hamlet.engine.container.oci;

import org.jspecify.annotations.NullMarked;
