package dev.hamlet.engine.image.tar;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time of an extended header, such as {@code -1.5} or {@code 1700000000.123456789}.
 *
 * @param seconds since 1970, rounded down
 * @param nanos 0 to 999999999
 */
record PaxTime(long seconds, int nanos) {
    private static final Pattern TIME = Pattern.compile("(-?)(\\d{1,15})(?:\\.(\\d{0,40}))?");
    private static final int DIGITS = 9;
    private static final int SECOND = 1_000_000_000;

    static PaxTime parse(String text, long position) throws TarViolation {
        Matcher match = TIME.matcher(text);
        if (!match.matches()) {
            throw PaxRecords.wrong("the record mtime is no time", position);
        }
        long seconds = Long.parseLong(match.group(2));
        String fraction = match.group(3) == null ? "" : match.group(3);
        int nanos = Integer.parseInt((fraction + "0".repeat(DIGITS)).substring(0, DIGITS));
        if (match.group(1).isEmpty()) {
            return new PaxTime(seconds, nanos);
        }
        return nanos == 0 ? new PaxTime(-seconds, 0) : new PaxTime(-seconds - 1, SECOND - nanos);
    }

    @Override
    public String toString() {
        // A time before 1970 is rounded down in two numbers and up in one.
        boolean up = seconds < 0 && nanos > 0;
        String sign = seconds < 0 ? "-" : "";
        long whole = Math.abs(up ? seconds + 1 : seconds);
        int part = up ? SECOND - nanos : nanos;
        return part == 0
                ? sign + whole
                : sign + whole + "."
                        + String.format(java.util.Locale.ROOT, "%09d", part).replaceAll("0+$", "");
    }
}
