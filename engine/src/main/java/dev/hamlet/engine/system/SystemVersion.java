package dev.hamlet.engine.system;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/** Versions as texts: cut to what tells releases apart, and compared by their numbers. */
final class SystemVersion {
    private static final Pattern NUMBERS = Pattern.compile("\\d+([._-]\\d+)*");
    private static final Pattern SEPARATOR = Pattern.compile("[._-]");
    private static final Pattern SERVICE_PACK = Pattern.compile("(\\d+)[ _-]?SP(\\d+)", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_NUMBER = 9;

    private SystemVersion() {}

    /** So many parts of a version, with dots between them: {@code 8-1-0} cut to two is {@code 8.1}. */
    static String cut(String version, int parts) {
        if (NUMBERS.matcher(version).matches()) {
            String[] all = SEPARATOR.split(version, -1);
            return String.join(".", Arrays.asList(all).subList(0, Math.min(parts, all.length)));
        }
        return SERVICE_PACK.matcher(version).replaceFirst("$1 SP$2");
    }

    /** Whether it is the same as or later than another; one that is no number, such as {@code testing}, is the latest. */
    static boolean reaches(String version, String from) {
        String[] have = SEPARATOR.split(version, -1);
        String[] want = SEPARATOR.split(from, -1);
        for (int i = 0; i < want.length; i++) {
            int one = i < have.length ? leadingNumber(have[i]) : i == 0 ? Integer.MAX_VALUE : 0;
            int other = leadingNumber(want[i]);
            if (one != other) {
                return one > other;
            }
        }
        return true;
    }

    private static int leadingNumber(String part) {
        int end = 0;
        while (end < part.length() && end < LONGEST_NUMBER && part.charAt(end) >= '0' && part.charAt(end) <= '9') {
            end++;
        }
        return end == 0 ? Integer.MAX_VALUE : Integer.parseInt(part.substring(0, end));
    }

    /** Letters and digits alone, by which {@code centos-stream8} and {@code CentOS Stream 8} are the same. */
    static String key(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
