package dev.hamlet.app.cli;

import dev.hamlet.engine.container.DeviceWish;
import dev.hamlet.engine.container.FilesWish;
import dev.hamlet.engine.container.MountText;
import dev.hamlet.engine.container.MountWish;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What can be said of a new container's files, named as docker and podman users name it. */
final class MountOptions {
    @Option(
            names = {"-v", "--volume"},
            paramLabel = "[VOLUME|FOLDER:]PLACE[:ro]",
            description = {
                "Mount a volume by its name, made where it is missing, or a file or folder of this computer that begins with",
                "/, ./ or ~/. PLACE alone is a volume for this container. ro: it cannot be changed there."
            })
    private List<String> volumes = new ArrayList<>();

    @Option(
            names = "--mount",
            paramLabel = "type=TYPE,KEY=VALUE...",
            description = {
                "The same in words: type is bind, volume or tmpfs; then source and target, readonly, volume-nocopy,",
                "tmpfs-size and tmpfs-mode."
            })
    private List<String> mounts = new ArrayList<>();

    @Option(
            names = "--tmpfs",
            paramLabel = "PLACE[:size=SIZE,mode=MODE]",
            description = "A folder in memory, gone with the run.")
    private List<String> memory = new ArrayList<>();

    @Option(names = "--read-only", description = "Its own files cannot be changed; what is mounted can.")
    private boolean readOnly;

    @Option(
            names = "--device",
            paramLabel = "DEVICE[:PLACE][:rwm]",
            description = "A device of this computer that it may read (r), write (w) and make a node of (m).")
    private List<String> devices = new ArrayList<>();

    FilesWish wish() throws ProblemException {
        MountText text = new MountText(
                Path.of("").toAbsolutePath(),
                Path.of(System.getProperty("user.home")).toAbsolutePath());
        List<MountWish> all = new ArrayList<>();
        for (String written : volumes) {
            all.add(text.volume(written));
        }
        for (String written : mounts) {
            all.add(text.mount(written));
        }
        for (String written : memory) {
            all.add(text.memory(written));
        }
        List<DeviceWish> wanted = new ArrayList<>();
        for (String written : devices) {
            wanted.add(DeviceWish.parse(written));
        }
        return new FilesWish(all, readOnly, wanted);
    }
}
