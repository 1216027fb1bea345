/**
 * What running guests and the host use: {@link dev.hamlet.engine.usage.UsageMeter} is where to begin. It reads once a
 * second while somebody listens, tells {@link dev.hamlet.engine.usage.UsageEvent}s, and keeps a
 * {@link dev.hamlet.engine.usage.UsageHistory} of each machine in the machine's folder. Where the figures come from is the
 * port {@link dev.hamlet.engine.usage.UsageSource}, which hypervisors implement. Safe for use by many threads; listeners
 * are called on the meter's thread and must not block.
 */
package dev.hamlet.engine.usage;
