/**
 * All disks and CD images that Hamlet knows, wherever they lie, and what is done to them.
 * {@link dev.hamlet.engine.inventory.Inventory} lists them with what they build on and who uses them;
 * {@link dev.hamlet.engine.inventory.ImageCare} changes them, and refuses what would harm a machine. All calls block; all
 * types are safe for use by many threads.
 */
package dev.hamlet.engine.inventory;
