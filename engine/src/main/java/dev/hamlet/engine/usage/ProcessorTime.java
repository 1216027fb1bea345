package dev.hamlet.engine.usage;

/**
 * How all processors of the host together have spent their time since it was started: the first line of
 * {@code /proc/stat} (proc_stat(5)), in clock ticks. Pure.
 *
 * @param busy at work, for guests too
 * @param all at work or idle
 */
record ProcessorTime(long busy, long all) {
    static final ProcessorTime NOTHING = new ProcessorTime(0, 0);

    /** The columns of the line, the name being the first. Time of guests stands in user time already. */
    private static final int IDLE = 4;

    private static final int WAITS_FOR_DISK = 5;
    private static final int STOLEN = 8;

    /** {@link #NOTHING} where the text is no such file. */
    static ProcessorTime parse(String text) {
        int end = text.indexOf('\n');
        String[] fields = text.substring(0, Math.max(0, end)).split(" +", -1);
        if (!fields[0].equals("cpu") || fields.length <= IDLE) {
            return NOTHING;
        }
        try {
            long all = 0;
            long idle = 0;
            for (int i = 1; i < fields.length && i <= STOLEN; i++) {
                long ticks = Long.parseLong(fields[i]);
                all += ticks;
                idle += i == IDLE || i == WAITS_FOR_DISK ? ticks : 0;
            }
            return new ProcessorTime(all - idle, all);
        } catch (NumberFormatException e) {
            return NOTHING;
        }
    }

    /** The fraction of the time since then that was spent at work; NaN where that is not known. */
    double busySince(ProcessorTime then) {
        long passed = all - then.all;
        // The time that processors wait for disks may go back a little.
        return then.all == 0 || passed <= 0 ? Double.NaN : Math.clamp((double) (busy - then.busy) / passed, 0, 1);
    }
}
