package dev.hamlet.engine.system;

import dev.hamlet.engine.machine.Firmware;
import java.util.List;

/**
 * What was recognised of a CD image.
 *
 * @param system the system that it most likely is; {@link GuestSystem#isExact()} tells whether its version is known
 * @param certainty how far to believe that
 * @param architecture such as {@code x86_64}, {@code i686}, {@code aarch64}; empty where not known
 * @param medium what it is good for
 * @param firmware what a machine should start it with: what the system wants, if the medium boots so
 * @param alternatives other systems that name their images the same, likeliest first, without {@code system}
 */
public record Recognition(
        GuestSystem system,
        Certainty certainty,
        String architecture,
        Medium medium,
        Firmware firmware,
        List<GuestSystem> alternatives) {
    /** Copies the list. */
    public Recognition {
        alternatives = List.copyOf(alternatives);
    }

    /** How far to believe it. */
    public enum Certainty {
        /** The image names itself as this system's images do. */
        CERTAIN,
        /** Words in the image or in its file name speak for it: a guess, to be shown as one. */
        PROBABLE,
        /** Nothing speaks for any system. */
        NONE
    }

    /** What a CD image is good for. */
    public enum Medium {
        /** It installs the system. */
        INSTALLER,
        /** It runs the system without installing it; most can install it as well. */
        LIVE,
        /** Nobody knows. */
        UNKNOWN
    }
}
