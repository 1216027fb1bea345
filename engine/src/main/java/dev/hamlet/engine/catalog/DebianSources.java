package dev.hamlet.engine.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where packages of one release of Debian come from while an image is built, and in which way: the mirrors, proxies and
 * checks that this computer's apt is set up with, else Debian's own names. Pure. The guest is told Debian's own names in
 * any case.
 */
final class DebianSources {
    /** What {@code apt-get indextargets} shall tell of each list, as {@link #list} reads it. */
    static final String FORMAT = "$(ORIGIN)|$(RELEASE)|$(COMPONENT)|$(REPO_URI)";

    /** The keys of Debian's archive, from the package of the same name; on Debian, and elsewhere if it is installed. */
    static final String KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

    private static final String MAIN = "http://deb.debian.org/debian";
    private static final String SECURITY = "http://deb.debian.org/debian-security";

    /** How mirrors are reached and what is checked there, not what apt does with what comes. */
    private static final Pattern WAY =
            Pattern.compile("Acquire::(?:(?:https?|ftp)::\\S+|Check-(?:Valid-Until|Date)) .*");

    private DebianSources() {}

    /**
     * The lines of a sources.list(5) for this release.
     *
     * @param targets what {@code apt-get indextargets --format} {@link #FORMAT} printed, or nothing
     */
    static String list(String release, List<String> targets) {
        List<String> suites = List.of(release, release + "-updates", release + "-security");
        List<String> lines = new ArrayList<>();
        for (String target : targets) {
            String[] parts = target.split("\\|", 4);
            // Others may call their suites so too; only Debian's are signed by its keys.
            if (parts.length == 4
                    && parts[0].equals("Debian")
                    && suites.contains(parts[1])
                    && parts[2].equals("main")
                    && parts[3].matches("\\S+")) {
                lines.add(line(parts[3], parts[1]));
            }
        }
        if (lines.stream().noneMatch(line -> line.endsWith(" " + release + " main"))) {
            lines = List.of(
                    line(MAIN, release), line(MAIN, release + "-updates"), line(SECURITY, release + "-security"));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String line(String uri, String suite) {
        return "deb [signed-by=" + KEYRING + "] " + uri + " " + suite + " main";
    }

    /** The lines of an apt.conf(5) with the way to the mirrors, of what {@code apt-config dump} printed. */
    static String configuration(List<String> dump) {
        List<String> lines = new ArrayList<>();
        for (String line : dump) {
            if (WAY.matcher(line).matches()) {
                lines.add(line);
            }
        }
        // The tree lies in a folder that apt's own user cannot enter.
        lines.add("APT::Sandbox::User \"root\";");
        lines.add("Acquire::Retries \"2\";");
        return String.join("\n", lines) + "\n";
    }
}
