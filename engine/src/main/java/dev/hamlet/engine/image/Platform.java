package dev.hamlet.engine.image;

import java.util.Locale;
import java.util.Optional;

/**
 * What an image runs on, in the words of the OCI image specification (those of Go).
 *
 * @param os such as {@code linux}
 * @param architecture such as {@code amd64}
 * @param variant of the processor, such as {@code v7}, or empty
 */
public record Platform(String os, String architecture, String variant) {
    /** The platform of this computer. */
    public static Platform ofThisHost() {
        return ofMachine(System.getProperty("os.arch", ""));
    }

    /** The platform that is written so: {@code linux/arm/v7}, {@code linux/amd64}, or {@code arm64} alone. */
    public static Optional<Platform> parse(String text) {
        String[] words = text.strip().toLowerCase(Locale.ROOT).split("/", -1);
        for (String word : words) {
            if (!word.matches("[a-z0-9][a-z0-9._-]*")) {
                return Optional.empty();
            }
        }
        return switch (words.length) {
            case 1 -> Optional.of(ofMachine(words[0]));
            case 2 -> {
                String processor = ofMachine(words[1]).architecture();
                yield Optional.of(new Platform(words[0], processor, ""));
            }
            case 3 -> Optional.of(new Platform(words[0], ofMachine(words[1]).architecture(), words[2]));
            default -> Optional.empty();
        };
    }

    static Platform ofMachine(String machine) {
        return switch (machine.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> new Platform("linux", "amd64", "");
            case "aarch64", "arm64" -> new Platform("linux", "arm64", "v8");
            case "arm" -> new Platform("linux", "arm", "v7");
            case "x86", "i386", "i686" -> new Platform("linux", "386", "");
            default -> new Platform("linux", machine, "");
        };
    }

    /**
     * How well an image of another platform runs here; higher is better, below 0 is not at all. Of the variants of arm the
     * nearest that is not newer; arm64 without one is v8.
     */
    int suits(Platform image) {
        if (!os.equals(image.os) || !architecture.equals(image.architecture)) {
            return -1;
        }
        int here = number(this);
        int there = number(image);
        return there > here ? -1 : there;
    }

    private static int number(Platform platform) {
        String variant = platform.variant.startsWith("v") ? platform.variant.substring(1) : platform.variant;
        if (variant.length() == 1 && Character.isDigit(variant.charAt(0))) {
            return variant.charAt(0) - '0';
        }
        return switch (platform.architecture) {
            case "arm64" -> 8;
            case "arm" -> 7;
            default -> 0;
        };
    }

    /** Such as {@code linux/arm/v7}. */
    @Override
    public String toString() {
        return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    }
}
