package dev.hamlet.engine.job;

/**
 * How far one of several things is that a step works at side by side.
 *
 * @param what which, and what is being done with it now
 * @param done bytes done of that
 * @param total all bytes of that
 */
public record JobPart(Phrase what, long done, long total) {}
