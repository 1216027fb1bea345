/**
 * Disks, CD images, first-boot seeds and the image library. {@link dev.hamlet.engine.media.DiskImages} makes, inspects
 * and changes disks through qemu-img; {@link dev.hamlet.engine.media.CdImages} reads CD images itself;
 * {@link dev.hamlet.engine.media.SeedImage} writes the settings of a first boot;
 * {@link dev.hamlet.engine.media.ImageLibrary} keeps what machines are made from. A file's content is never trusted: what
 * it refers to is read here first, and is opened only where that is safe. All calls block; all types are safe for use by
 * many threads.
 */
package dev.hamlet.engine.media;
