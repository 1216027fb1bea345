package dev.hamlet.engine.container;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Mounts as docker and podman users write them. Places of this computer that begin with {@code .} or {@code ~/} count from a
 * folder that is given. Pure.
 *
 * @param here from where {@code ./} counts
 * @param home what {@code ~} is
 */
public record MountText(Path here, Path home) {
    private static final String VOLUME = "--volume";
    private static final String MOUNT = "--mount";
    private static final String TMPFS = "--tmpfs";

    /** What takes the same effect where the kernel labels no files, as with Docker. */
    private static final Set<String> WITHOUT_EFFECT = Set.of("z", "Z", "rprivate", "private", "rbind");

    /**
     * Reads {@code NAME:/IN-CONTAINER}, {@code /HERE:/IN-CONTAINER} or {@code /IN-CONTAINER}, with {@code :ro} at its end or
     * without.
     *
     * @throws ProblemException {@code ContainerSettingInvalid}
     */
    public MountWish volume(String written) throws ProblemException {
        List<String> parts = List.of(written.split(":", -1));
        if (parts.size() > 3 || parts.stream().anyMatch(String::isEmpty)) {
            throw invalid(
                    VOLUME, written, "it is written NAME:/IN-CONTAINER or /HERE:/IN-CONTAINER, with :ro or without");
        }
        boolean readOnly = false;
        boolean copied = true;
        for (String option : parts.size() == 3 ? List.of(parts.get(2).split(",", -1)) : List.<String>of()) {
            switch (option) {
                case "ro" -> readOnly = true;
                case "rw" -> readOnly = false;
                case "nocopy" -> copied = false;
                default -> {
                    if (!WITHOUT_EFFECT.contains(option)) {
                        throw invalid(VOLUME, written, "after the second colon there is ro, rw or nocopy");
                    }
                }
            }
        }
        if (parts.size() == 1) {
            return checked(new MountWish.Volume("", target(VOLUME, written), readOnly, true));
        }
        String source = parts.getFirst();
        String target = target(VOLUME, parts.get(1));
        return checked(
                source.matches("[/.~].*")
                        ? new MountWish.Bind(path(VOLUME, source), target, readOnly)
                        : new MountWish.Volume(source, target, readOnly, copied));
    }

    /**
     * Reads {@code type=bind,source=/HERE,target=/IN-CONTAINER,readonly} and the like: {@code type} is {@code volume} where
     * nothing is said, {@code bind} or {@code tmpfs}.
     *
     * @throws ProblemException {@code ContainerSettingInvalid}
     */
    public MountWish mount(String written) throws ProblemException {
        Map<String, String> said = new HashMap<>();
        for (String one : written.split(",", -1)) {
            int equals = one.indexOf('=');
            String key = equals < 0 ? one : one.substring(0, equals);
            String name = switch (key) {
                case "src" -> "source";
                case "dst", "destination" -> "target";
                case "ro" -> "readonly";
                default -> key;
            };
            if (said.put(name, equals < 0 ? "true" : one.substring(equals + 1)) != null) {
                throw invalid(MOUNT, written, "it says " + key + " twice");
            }
        }
        String type = said.getOrDefault("type", "volume");
        Set<String> known = switch (type) {
            case "bind" -> Set.of("type", "source", "target", "readonly", "bind-propagation");
            case "volume" -> Set.of("type", "source", "target", "readonly", "volume-nocopy");
            case "tmpfs" -> Set.of("type", "target", "tmpfs-size", "tmpfs-mode");
            default -> throw invalid(MOUNT, written, "its type is bind, volume or tmpfs");
        };
        for (String key : said.keySet()) {
            if (!known.contains(key)) {
                throw invalid(MOUNT, written, "a mount of type " + type + " has no " + key);
            }
        }
        if (!said.getOrDefault("bind-propagation", "rprivate").equals("rprivate")) {
            throw invalid(MOUNT, written, "its bind-propagation is rprivate");
        }
        String target = target(MOUNT, said.getOrDefault("target", ""));
        boolean readOnly = flag(written, said.get("readonly"));
        return checked(
                switch (type) {
                    case "bind" -> new MountWish.Bind(path(MOUNT, said.getOrDefault("source", "")), target, readOnly);
                    case "tmpfs" ->
                        new MountWish.Memory(
                                target,
                                said.containsKey("tmpfs-size")
                                        ? Optional.of(ByteSize.parse(said.getOrDefault("tmpfs-size", "")))
                                        : Optional.empty(),
                                permissions(MOUNT, said.getOrDefault("tmpfs-mode", "1777")));
                    default ->
                        new MountWish.Volume(
                                said.getOrDefault("source", ""),
                                target,
                                readOnly,
                                !flag(written, said.get("volume-nocopy")));
                });
    }

    /**
     * Reads {@code /IN-CONTAINER}, or with {@code :size=64m,mode=1777}.
     *
     * @throws ProblemException {@code ContainerSettingInvalid}
     */
    public MountWish memory(String written) throws ProblemException {
        String[] parts = written.split(":", 2);
        Optional<ByteSize> size = Optional.empty();
        int permissions = MountWish.Memory.USUAL_PERMISSIONS;
        for (String option : parts.length == 2 ? parts[1].split(",", -1) : new String[0]) {
            if (option.startsWith("size=")) {
                size = Optional.of(ByteSize.parse(option.substring("size=".length())));
            } else if (option.startsWith("mode=")) {
                permissions = permissions(TMPFS, option.substring("mode=".length()));
            } else if (!Set.of("rw", "noexec", "nosuid", "nodev").contains(option)) {
                throw invalid(TMPFS, written, "after the colon there is size=64m or mode=1777");
            }
        }
        return checked(new MountWish.Memory(target(TMPFS, parts[0]), size, permissions));
    }

    /**
     * A file or a folder of this computer in a place of a container, each written as in {@link #volume}.
     *
     * @throws ProblemException {@code ContainerSettingInvalid}
     */
    public MountWish bind(String source, String target, boolean readOnly) throws ProblemException {
        return checked(new MountWish.Bind(path(VOLUME, source), target(VOLUME, target), readOnly));
    }

    /**
     * A volume in a place of a container.
     *
     * @param name empty for one that is made for the container alone
     * @throws ProblemException {@code ContainerSettingInvalid}
     */
    public MountWish volume(String name, String target, boolean readOnly) throws ProblemException {
        return checked(new MountWish.Volume(name, target(VOLUME, target), readOnly, true));
    }

    /**
     * Files in memory in a place of a container.
     *
     * @param size empty for as much as the kernel gives
     * @throws ProblemException {@code ContainerSettingInvalid}
     */
    public MountWish memory(String target, Optional<ByteSize> size) throws ProblemException {
        return checked(new MountWish.Memory(target(TMPFS, target), size, MountWish.Memory.USUAL_PERMISSIONS));
    }

    private static MountWish checked(MountWish mount) throws ProblemException {
        mount.check();
        return mount;
    }

    private static boolean flag(String written, @Nullable String value) throws ProblemException {
        if (value == null) {
            return false;
        }
        return switch (value) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw invalid(MOUNT, written, "a switch is true or false");
        };
    }

    private static int permissions(String option, String written) throws ProblemException {
        if (!written.matches("[0-7]{1,5}")) {
            throw invalid(option, written, "permissions are written as in chmod, such as 1777");
        }
        return Integer.parseInt(written, 8);
    }

    /** As people write it, with a slash at its end too. */
    private static String target(String option, String written) throws ProblemException {
        if (!written.startsWith("/")) {
            throw invalid(option, written, "a place in a container begins with /");
        }
        return path(option, written, Path.of("/")).normalize().toString();
    }

    private Path path(String option, String written) throws ProblemException {
        if (written.equals("~") || written.startsWith("~/")) {
            return path(option, written.substring(Math.min(2, written.length())), home);
        } else if (written.startsWith("/") || written.startsWith(".")) {
            return path(option, written, here).normalize();
        }
        throw invalid(option, written, "a place of this computer begins with /, ./ or ~/");
    }

    private static Path path(String option, String written, Path from) throws ProblemException {
        try {
            return from.resolve(written);
        } catch (InvalidPathException e) {
            throw new ProblemException(
                    new ContainerProblem.ContainerSettingInvalid(option, written, "it is no path: " + e.getReason()),
                    e);
        }
    }

    private static ProblemException invalid(String option, String written, String why) {
        return new ProblemException(new ContainerProblem.ContainerSettingInvalid(option, written, why));
    }
}
