/**
 * Work, progress and time. {@link dev.hamlet.engine.job.Jobs} starts a {@link dev.hamlet.engine.job.Job} on a virtual
 * thread of its own; {@link dev.hamlet.engine.job.TimeSource} is the only clock. The only package that makes threads or
 * sleeps, so that tests can move time.
 */
package dev.hamlet.engine.job;
