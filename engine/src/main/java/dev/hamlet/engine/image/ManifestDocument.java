package dev.hamlet.engine.image;

/** What the name of an image leads to: one image, or a choice of several. */
public sealed interface ManifestDocument permits ImageManifest, ImageIndex {}
