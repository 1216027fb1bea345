package dev.hamlet.engine.container;

import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.List;

/**
 * A device of this computer that a container has.
 *
 * @param source of this computer, absolute; a folder stands for all devices in it
 * @param target where in the container
 * @param access what may be done with it: of {@code r}, {@code w} and {@code m}, to make its node
 */
public record DeviceWish(Path source, String target, String access) {
    private static final String SETTING = "--device";

    /**
     * Reads {@code /dev/SOURCE[:/dev/TARGET][:rwm]}, as docker and podman users write it.
     *
     * @throws ProblemException {@code ContainerSettingInvalid}
     */
    public static DeviceWish parse(String written) throws ProblemException {
        List<String> parts = List.of(written.split(":", -1));
        boolean ends = parts.size() > 1 && parts.getLast().matches("[rwm]{1,3}");
        int places = parts.size() - (ends ? 1 : 0);
        if (places > 2) {
            throw invalid(written);
        }
        if (written.indexOf(0) >= 0) {
            throw invalid(written.replace('\0', '?'));
        }
        DeviceWish device =
                new DeviceWish(Path.of(parts.getFirst()), parts.get(places - 1), ends ? parts.getLast() : "rwm");
        device.check();
        return device;
    }

    /**
     * Refuses what cannot be.
     *
     * @throws ProblemException {@code ContainerSettingInvalid}
     */
    void check() throws ProblemException {
        if (!source.isAbsolute()
                || !target.startsWith("/")
                || target.equals("/")
                || !Path.of(target).normalize().toString().equals(target)
                || (source + target).indexOf(':') >= 0
                || !access.matches("[rwm]{1,3}")) {
            throw invalid(toString());
        }
    }

    private static ProblemException invalid(String written) {
        return new ProblemException(new ContainerProblem.ContainerSettingInvalid(
                SETTING, written, "it is written /dev/DEVICE, or /dev/DEVICE:/dev/IN-CONTAINER:rw"));
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return source + ":" + target + ":" + access;
    }
}
