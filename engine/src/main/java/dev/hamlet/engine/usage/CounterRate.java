package dev.hamlet.engine.usage;

/** How fast a counter grew. Pure. */
final class CounterRate {
    private CounterRate() {}

    /** NaN where one of the counts is unknown, where the counter began anew, and where no time has passed. */
    static double perSecond(long before, long now, long nanos) {
        return before < 0 || now < before || nanos <= 0 ? Double.NaN : (now - before) * 1e9 / nanos;
    }
}
