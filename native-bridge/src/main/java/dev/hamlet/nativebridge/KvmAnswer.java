package dev.hamlet.nativebridge;

import java.time.Duration;
import java.util.Optional;

/**
 * What {@link KvmProbe} found out about hardware virtualization. Everything but {@link Usable} means software emulation.
 * Each answer has a line of text, by which the probe's own process hands it over.
 */
public sealed interface KvmAnswer {
    /**
     * Guest code runs at the speed of hardware.
     *
     * @param took how long the loop took, to the microsecond; hardware needs about 0.1 ms
     */
    record Usable(Duration took) implements KvmAnswer {
        @Override
        public String toLine() {
            return "kvm usable " + micros(took);
        }
    }

    /** There is no device: no such hardware, switched off in the firmware, or its kernel module is not loaded. */
    record Absent() implements KvmAnswer {
        @Override
        public String toLine() {
            return "kvm absent";
        }
    }

    /**
     * The device may not be opened.
     *
     * @param group the group whose members may open it, empty where no group may
     */
    record NoPermission(Optional<String> group) implements KvmAnswer {
        @Override
        public String toLine() {
            return ("kvm no-permission " + group.orElse("")).strip();
        }
    }

    /**
     * It works, but guest code is interpreted, as inside some virtual machines. A guest would seem to hang.
     *
     * @param stoppedAfter after how long the loop was stopped, or came to its end all too late, to the microsecond
     */
    record TooSlow(Duration stoppedAfter) implements KvmAnswer {
        @Override
        public String toLine() {
            return "kvm too-slow " + micros(stoppedAfter);
        }
    }

    /**
     * The device is there and something else is wrong with it.
     *
     * @param what what failed, in the system's words
     */
    record Broken(String what) implements KvmAnswer {
        @Override
        public String toLine() {
            return "kvm broken " + what.replaceAll("\\s+", " ");
        }
    }

    /** This answer as one line for {@link #parse}, such as {@code kvm usable 113}. Times are in microseconds. */
    String toLine();

    /**
     * Reads a line of {@link #toLine}.
     *
     * @return empty if it is not one, such as a warning of the virtual machine that ran the probe
     */
    static Optional<KvmAnswer> parse(String line) {
        String[] words = line.strip().split(" ", 3);
        if (words.length < 2 || !words[0].equals("kvm")) {
            return Optional.empty();
        }
        String rest = words.length == 3 ? words[2] : "";
        try {
            return switch (words[1]) {
                case "usable" -> Optional.of(new Usable(duration(rest)));
                case "absent" -> Optional.of(new Absent());
                case "no-permission" ->
                    Optional.of(new NoPermission(Optional.of(rest).filter(group -> !group.isEmpty())));
                case "too-slow" -> Optional.of(new TooSlow(duration(rest)));
                case "broken" -> Optional.of(new Broken(rest));
                default -> Optional.empty();
            };
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static long micros(Duration time) {
        return time.toNanos() / 1000;
    }

    private static Duration duration(String micros) {
        return Duration.ofNanos(Math.multiplyExact(Long.parseUnsignedLong(micros), 1000L));
    }
}
