/**
 * Registries of container images (OCI distribution specification 1.1, Docker Registry HTTP API V2): {@link
 * dev.hamlet.engine.image.registry.Registries} pulls, pushes, searches, and knows who may. Safe for use by many threads; all
 * of it blocks.
 */
@NullMarked
package dev.hamlet.engine.image.registry;

import org.jspecify.annotations.NullMarked;
