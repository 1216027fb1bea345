package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Signals as people and images write them: {@code TERM}, {@code SIGTERM}, {@code 15} (signal(7), numbers of x86 and ARM). */
final class SignalName {
    private static final List<String> NAMES = List.of(
            "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
            "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
            "WINCH", "IO", "PWR", "SYS");
    private static final int LAST = 64;

    /** As the C library counts: it keeps two for itself. */
    private static final int FIRST_REAL_TIME = 34;

    private static final Pattern REAL_TIME = Pattern.compile("(?:SIG)?RT(MIN\\+|MAX-)([0-9]|[12][0-9]|30)");

    private static final int TERM = 15;

    private SignalName() {}

    /** The number of the signal that an image names for its end; of none, or one that is not, that of TERM. */
    static int ofImage(String written) {
        try {
            return written.isEmpty() ? TERM : number(written);
        } catch (ProblemException e) {
            return TERM;
        }
    }

    /** Whether who sends it wants a program to end: others are for its work, such as HUP to read its settings anew. */
    static boolean asksToEnd(int number, String ofImage) {
        return List.of("INT", "QUIT", "KILL", "TERM").contains(number <= NAMES.size() ? NAMES.get(number - 1) : "")
                || number == ofImage(ofImage);
    }

    /**
     * The number of a signal.
     *
     * @throws ProblemException {@code ContainerSettingInvalid}
     */
    static int number(String written) throws ProblemException {
        String name = written.toUpperCase(Locale.ROOT);
        if (name.matches("[0-9]{1,3}") && Integer.parseInt(name) >= 1 && Integer.parseInt(name) <= LAST) {
            return Integer.parseInt(name);
        }
        Matcher realTime = REAL_TIME.matcher(name);
        if (realTime.matches()) {
            int offset = Integer.parseInt(realTime.group(2));
            return realTime.group(1).equals("MIN+") ? FIRST_REAL_TIME + offset : LAST - offset;
        }
        int index = NAMES.indexOf(name.startsWith("SIG") ? name.substring(3) : name);
        if (index < 0) {
            throw new ProblemException(new ContainerProblem.ContainerSettingInvalid(
                    "signal", written, "a name such as TERM or SIGTERM, or a number from 1 to 64"));
        }
        return index + 1;
    }
}
