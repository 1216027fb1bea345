/**
 * Work that goes on: {@link dev.hamlet.app.jobs.JobsModel} knows it, {@link dev.hamlet.app.jobs.JobStrip} shows it at
 * the window's foot. Both belong to the JavaFX thread; the model needs no running toolkit.
 */
package dev.hamlet.app.jobs;
