package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.DeviceWish;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.problem.VolumeProblem;
import dev.hamlet.nativebridge.FileState;
import dev.hamlet.nativebridge.FileState.Kind;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.OpenFolder;
import dev.hamlet.nativebridge.RootFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A device of this computer for a container.
 *
 * @param source where on this computer
 * @param target where in the container
 * @param state what it is
 * @param access what may be done with it
 */
record HostDevice(Path source, String target, FileState state, String access) {
    /** More than a person gives one by one. */
    private static final int MOST = 1000;

    /**
     * Those that a container wants; of a folder, all in it.
     *
     * @throws ProblemException {@code DeviceMissing}
     */
    static List<HostDevice> of(ContainerSpec spec) throws ProblemException {
        List<HostDevice> devices = new ArrayList<>();
        for (DeviceWish wish : spec.wish().files().devices()) {
            int before = devices.size();
            try {
                // By its name there may be a link, as in /dev/disk.
                Path source = wish.source().toRealPath();
                try (Stream<Path> files = Files.walk(source)) {
                    for (Path file : files.limit(MOST).toList()) {
                        String below = source.relativize(file).toString();
                        String target = below.isEmpty() ? wish.target() : wish.target() + "/" + below;
                        state(file).ifPresent(state -> devices.add(new HostDevice(file, target, state, wish.access())));
                    }
                }
            } catch (IOException e) {
                throw missing(spec, wish);
            }
            if (devices.size() == before) {
                throw missing(spec, wish);
            }
        }
        return devices;
    }

    private static Optional<FileState> state(Path file) throws NativeException {
        Path parent = file.getParent();
        if (parent == null) {
            return Optional.empty();
        }
        try (RootFolder folder = RootFolder.open(parent);
                OpenFolder in = folder.enter(new byte[0])) {
            return in.state(file.getFileName().toString().getBytes(StandardCharsets.UTF_8))
                    .filter(state -> state.kind() == Kind.CHARACTER_DEVICE || state.kind() == Kind.BLOCK_DEVICE);
        }
    }

    private static ProblemException missing(ContainerSpec spec, DeviceWish wish) {
        return new ProblemException(new VolumeProblem.DeviceMissing(spec.name(), wish.source()));
    }

    /** As an OCI runtime calls its kind. */
    String type() {
        return state.kind() == Kind.BLOCK_DEVICE ? "b" : "c";
    }
}
