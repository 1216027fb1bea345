/**
 * What can be had to make a machine from: images of publishers ({@link dev.hamlet.engine.catalog.Catalog}), had by
 * {@link dev.hamlet.engine.catalog.Download}, and images built on this computer
 * ({@link dev.hamlet.engine.catalog.Recipe}). An image is used only when its digest is the one that was promised. Safe
 * for use by many threads and by many processes at once; downloads and builds block and are run as jobs.
 */
package dev.hamlet.engine.catalog;
