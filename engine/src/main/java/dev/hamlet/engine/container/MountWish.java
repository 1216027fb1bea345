package dev.hamlet.engine.container;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Something that is mounted in a container. {@link MountText} reads what people write. */
public sealed interface MountWish {
    /** Where in the container; absolute, without {@code .} and {@code ..}, and not its root. */
    String target();

    /** Whether the container cannot change it. */
    boolean readOnly();

    /**
     * A file or a folder of this computer.
     *
     * @param source absolute
     */
    record Bind(Path source, String target, boolean readOnly) implements MountWish {}

    /**
     * A volume: files that Hamlet keeps, and that outlive containers.
     *
     * @param name empty for one that is made for this container alone
     * @param copied whether a volume that is new begins with what the image has there
     */
    record Volume(String name, String target, boolean readOnly, boolean copied) implements MountWish {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");

        /** Whether a volume may be called so. */
        public static boolean isName(String name) {
            return NAME.matcher(name).matches();
        }
    }

    /**
     * Files in memory, gone with the run.
     *
     * @param size how much they may take; empty for half of this computer's memory, as the kernel has it
     * @param permissions of the folder, as in chmod(2)
     */
    record Memory(String target, Optional<ByteSize> size, int permissions) implements MountWish {
        /** As Docker has it where nothing is said: everybody may write there, and each remove what is theirs. */
        public static final int USUAL_PERMISSIONS = 01777;

        @Override
        public boolean readOnly() {
            return false;
        }
    }

    /**
     * Refuses what cannot be.
     *
     * @throws ProblemException {@code ContainerSettingInvalid}
     */
    default void check() throws ProblemException {
        require(
                target().startsWith("/")
                        && Path.of(target()).normalize().toString().equals(target())
                        && !target().equals("/"),
                target(),
                "a place in a container begins with /, has no . or .. in it, and is not / itself");
        switch (this) {
            case Bind bind ->
                require(bind.source().isAbsolute(), bind.source().toString(), "a place of this computer begins with /");
            case Volume volume ->
                require(
                        volume.name().isEmpty() || Volume.isName(volume.name()),
                        volume.name(),
                        "a volume's name has letters, digits, _ . and -, at most 128, and begins with a letter or digit");
            case Memory memory ->
                require(
                        memory.permissions() >= 0 && memory.permissions() <= 07777,
                        Integer.toOctalString(memory.permissions()),
                        "permissions are written as in chmod, such as 1777");
        }
    }

    private static void require(boolean holds, String value, String why) throws ProblemException {
        if (!holds) {
            throw new ProblemException(new ContainerProblem.ContainerSettingInvalid("--volume", value, why));
        }
    }
}
