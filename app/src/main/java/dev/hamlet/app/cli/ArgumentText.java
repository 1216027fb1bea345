package dev.hamlet.app.cli;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.DisplaySpec;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.machine.PortForward.Protocol;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads values that people write as arguments, and refuses those that could mean something else. */
final class ArgumentText {
    private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|s|m|min|h)?");
    private static final Pattern FORWARD =
            Pattern.compile("(?:(tcp|udp):)?(?:(\\d{1,3}(?:\\.\\d{1,3}){3}):)?(\\d{1,5}):(\\d{1,5})");
    private static final Pattern SCREEN = Pattern.compile("([1-9]\\d{0,4})[x×]([1-9]\\d{0,4})");
    private static final Pattern PORT = Pattern.compile("(\\d{1,5})(?:/(tcp|udp))?");

    private ArgumentText() {}

    /** A port of the host, as one names a rule by. */
    record HostPort(Protocol protocol, int port) {
        boolean is(PortForward forward) {
            return forward.protocol() == protocol && forward.hostPort() == port;
        }
    }

    /** A time such as {@code 30s}, {@code 2m}, {@code 1h}; a bare number is seconds. */
    static Duration duration(String option, String text) throws ProblemException {
        Matcher matcher = TIME.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw invalid(option, text, "a time such as 30s, 2m or 1h");
        }
        long count = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        return switch (unit) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofMinutes(count);
        };
    }

    /** A forward such as {@code 8080:80}, {@code udp:5353:53} or {@code 127.0.0.1:2222:22}. */
    static PortForward forward(String text) throws ProblemException {
        Matcher matcher = FORWARD.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw invalid("--forward", text, "[tcp:|udp:][ADDRESS:]HOSTPORT:GUESTPORT, such as 8080:80");
        }
        return new PortForward(
                protocol(matcher.group(1)),
                matcher.group(2) == null ? PortForward.LOOPBACK : matcher.group(2),
                Integer.parseInt(matcher.group(3)),
                Integer.parseInt(matcher.group(4)));
    }

    /** A port of the host such as {@code 8080} or {@code 5353/udp}. */
    static HostPort hostPort(String option, String text) throws ProblemException {
        Matcher matcher = PORT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw invalid(option, text, "a port of this computer, such as 8080 or 5353/udp");
        }
        return new HostPort(protocol(matcher.group(2)), Integer.parseInt(matcher.group(1)));
    }

    /** A screen's size such as {@code 1920x1080}, or {@code auto} for the card's own choice. */
    static DisplaySpec screen(String option, String text, DisplaySpec display) throws ProblemException {
        String size = text.strip().toLowerCase(Locale.ROOT);
        if (size.equals("auto")) {
            return display.sized(0, 0);
        }
        Matcher matcher = SCREEN.matcher(size);
        if (!matcher.matches()) {
            throw invalid(option, text, "width and height in pixels, such as 1920x1080, or auto");
        }
        return display.sized(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    private static Protocol protocol(String word) {
        return "udp".equals(word) ? Protocol.UDP : Protocol.TCP;
    }

    /** A size such as {@code 512M}, {@code 10 GiB} or {@code 1.5g}. */
    static ByteSize size(String option, String text) throws ProblemException {
        try {
            return ByteSize.parse(text);
        } catch (ProblemException e) {
            throw e.problem() instanceof MediaProblem.SizeUnreadable
                    ? new ProblemException(new MediaProblem.SizeUnreadable(option, text), e)
                    : e;
        }
    }

    /** A file, made absolute so that it means the same to the machine as here. */
    static Path file(String option, String text) throws ProblemException {
        try {
            if (text.isEmpty()) {
                throw invalid(option, text, "the name of a file");
            }
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw invalid(option, text, "the name of a file");
        }
    }

    /** A file, made absolute. What takes one is a {@link Path}, for which a shell offers files. */
    static Path file(String option, Path given) throws ProblemException {
        return file(option, given.toString());
    }

    /** An option or argument that cannot have this value, and what it takes. */
    static ProblemException invalid(String option, String value, String why) {
        return new ProblemException(new CommandProblem.ArgumentInvalid(option, value, why));
    }

    /** An option that was given without another that it needs. */
    static ProblemException missing(String given, String needed) {
        return new ProblemException(new CommandProblem.ArgumentMissing("", given, needed));
    }
}
