package dev.hamlet.engine.transfer;

/**
 * What came of a download that is not whole yet, and is kept for the next try.
 *
 * @param bytes how many came
 * @param totalBytes how many there are, or -1 where nobody knows
 */
public record PartialDownload(long bytes, long totalBytes) {}
