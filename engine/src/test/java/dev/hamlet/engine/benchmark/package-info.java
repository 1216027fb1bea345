/**
 * Measurements of the engine, no tests: {@code installers/benchmark} runs {@link dev.hamlet.engine.benchmark.Benchmark}.
 * Everything here is used by one thread.
 */
package dev.hamlet.engine.benchmark;
