package dev.hamlet.engine.catalog;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.HostCapacity;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageConfig;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.image.Platform;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.media.FreeSpace;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.nativebridge.Users;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A container image of Debian 12 as mmdebstrap(1) makes its smallest, from the distribution's mirrors; no registry is
 * needed. The system is put together in memory, as an ordinary user in a user namespace.
 */
public final class DebianContainer implements ContainerRecipe {
    static final String ID = "debian";
    private static final String RELEASE = "bookworm";
    private static final String VERSION = "12";
    private static final String PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final Duration LONG = Duration.ofHours(1);

    private static final List<Recipe.Tool> TOOLS = List.of(
            new Recipe.Tool("unshare", "util-linux"),
            new Recipe.Tool("mmdebstrap", "mmdebstrap"),
            new Recipe.Tool("tar", "tar"));

    /** The archive (170 MB), its layer (61 MB), and that unpacked. */
    private static final ByteSize SPACE = ByteSize.ofMebibytes(450);

    private static final ByteSize MEMORY = ByteSize.ofMebibytes(600);

    private final HamletPaths paths;
    private final ContainerMaking making;
    private final ProcessLauncher launcher;
    private final HostCapacity capacity;
    private final TimeSource time;
    private final OwnNamespaces namespaces;

    /** The recipe of this home. */
    public DebianContainer(
            HamletPaths paths, ImageStore store, ProcessLauncher launcher, HostCapacity capacity, TimeSource time) {
        this.paths = paths;
        this.making = new ContainerMaking(paths, store, time);
        this.launcher = launcher;
        this.capacity = capacity;
        this.time = time;
        this.namespaces = new OwnNamespaces(Users.isRoot(), Path.of("/"));
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ImageReference name() {
        return ImageReference.ofThisHost(ID, VERSION);
    }

    @Override
    public List<Recipe.Tool> tools() {
        List<Recipe.Tool> all = new ArrayList<>(TOOLS);
        if (!namespaces.root()) {
            all.add(OwnNamespaces.USERS);
        }
        return List.copyOf(all);
    }

    @Override
    public ByteSize space() {
        return SPACE;
    }

    @Override
    public boolean isReady() throws InterruptedException {
        try (Scratch scratch = Scratch.outside()) {
            requireTools();
            requireMemory();
            return new DebianPackages(launcher, scratch.folder()).mirrorAnswers();
        } catch (IOException | ProblemException e) {
            return false;
        }
    }

    @Override
    public Image build(Progress progress) throws ProblemException, InterruptedException {
        return making.once(ID, name(), progress, this::make);
    }

    private Image make(ImageStore store, Progress progress) throws ProblemException, InterruptedException {
        requireTools();
        HamletPaths.makePrivate(paths.cache());
        FreeSpace.require(paths.cache(), SPACE.bytes());
        requireMemory();
        try (Scratch scratch = Scratch.in(paths.cache())) {
            Path layer = install(scratch.folder(), progress.part(Phrase.of("step.install-debian"), 0.8));
            Instant now = time.now();
            ImageConfig config = new ImageConfig(
                    Platform.ofThisHost(),
                    Optional.of(now),
                    "",
                    ImageConfig.RunConfig.of(List.of("bash"), List.of(PATH)),
                    List.of(),
                    List.of(new ImageConfig.Step(
                            Optional.of(now),
                            "hamlet image build " + ID,
                            "Debian " + VERSION + " by mmdebstrap",
                            false)));
            return store.assembly()
                    .of(
                            name(),
                            tar -> Files.copy(layer, tar),
                            config,
                            progress.part(Phrase.of("step.write-layer"), 0.2));
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FolderUnusable(paths.cache(), WholeFile.reason(e)), e);
        }
    }

    private Path install(Path work, Progress progress) throws IOException, ProblemException, InterruptedException {
        namespaces.require(launcher, ID, Files.createDirectory(work.resolve("tree")));
        DebianDisk.writeSources(launcher, work);
        Path script = Files.write(work.resolve("container"), resource("debian/container"));
        Files.write(work.resolve("sources.own"), resource("debian/files/etc/apt/sources.list"));
        List<String> arguments = new ArrayList<>(List.of(script.toString(), work.toString()));
        arguments.addAll(List.of(
                "--mode=root",
                "--format=directory",
                "--variant=minbase",
                "--architectures=" + debianArchitecture(),
                "--verbose",
                "--aptopt=" + work.resolve("apt.conf"),
                RELEASE,
                work.resolve("tree").toString(),
                work.resolve("sources.list").toString()));
        ProcessResult result = launcher.run(
                namespaces
                        .run("sh", arguments)
                        .with(Map.of("TMPDIR", work.toString()))
                        .within(LONG),
                new InstallationLines(progress));
        if (!result.succeeded()) {
            throw new ProblemException(
                    new MediaProblem.ToolFailed("mmdebstrap", result.code(), DebianDisk.reason(result)));
        }
        return work.resolve("layer.tar");
    }

    /** Debian and Go call processors the same, but for those of 32 bits. */
    private static String debianArchitecture() throws ProblemException {
        return switch (Platform.ofThisHost().architecture()) {
            case "amd64" -> "amd64";
            case "arm64" -> "arm64";
            default ->
                throw new ProblemException(new MediaProblem.RecipeImpossible(
                        ID,
                        "it is made for amd64 and arm64 alone, and this is "
                                + Platform.ofThisHost().architecture()));
        };
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = DebianContainer.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the engine lacks " + name);
            }
            return stream.readAllBytes();
        }
    }

    private void requireTools() throws ProblemException {
        List<Recipe.Tool> missing = new ArrayList<>(tools());
        missing.removeIf(tool -> launcher.find(tool.program()).isPresent());
        if (!Files.isReadable(Path.of(DebianSources.KEYRING))) {
            missing.add(new Recipe.Tool(DebianSources.KEYRING, "debian-archive-keyring"));
        }
        if (!missing.isEmpty()) {
            throw new ProblemException(new MediaProblem.RecipeToolsMissing(
                    ID,
                    missing.stream().map(Recipe.Tool::program).toList(),
                    missing.stream().map(Recipe.Tool::packageName).distinct().collect(Collectors.joining(" "))));
        }
    }

    private void requireMemory() throws ProblemException {
        ByteSize available = capacity.facts().memoryAvailable();
        if (available.compareTo(MEMORY) < 0) {
            throw new ProblemException(new MediaProblem.RecipeImpossible(
                    ID,
                    "the system is put together in memory, which takes " + MEMORY + ", and " + available
                            + " can be had; stop a guest or another program"));
        }
    }
}
