/**
 * Disks and CD images: formats, making, inspecting and keeping them. Driven through qemu-img; never on an image that a
 * guest has open.
 */
package dev.hamlet.engine.media;
