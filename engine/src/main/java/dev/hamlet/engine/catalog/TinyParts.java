package dev.hamlet.engine.catalog;

import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessSpec;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds what the tiny guest is made of: a kernel with its modules and a static BusyBox, from the distribution's packages
 * or, where those cannot be had, as they are installed here. Used by one thread.
 */
final class TinyParts {
    /** Debian's kernel for guests and Ubuntu's, best first: small, quick to boot, modules for virtio. */
    private static final List<String> KERNEL_PACKAGES = List.of("linux-image-cloud-amd64", "linux-image-virtual");

    private static final Pattern KERNEL_PARTS = Pattern.compile("linux-(?:image|modules)-\\d.*");
    private static final Set<String> APPLETS =
            Set.of("sh", "init", "mount", "insmod", "dd", "poweroff", "udhcpc", "ip", "hostname", "sync", "umount");

    private final ProcessLauncher launcher;
    private final String recipe;
    private final DebianPackages packages;
    private final Path unpacked;
    private final Path root;

    /**
     * Parts found or unpacked here.
     *
     * @param scratch empty, private, thrown away by the caller
     * @param root the root of this host's files
     */
    TinyParts(ProcessLauncher launcher, String recipe, Path scratch, Path root) throws IOException {
        this.launcher = launcher;
        this.recipe = recipe;
        this.packages = new DebianPackages(launcher, Files.createDirectory(scratch.resolve("apt")));
        this.unpacked = Files.createDirectory(scratch.resolve("packages"));
        this.root = root;
    }

    /** Whether all of it is installed here, or the mirror of its packages answers. */
    boolean canBeHad() throws IOException, ProblemException, InterruptedException {
        return (newest(root).isPresent() && installedBusybox().isPresent()) || packages.mirrorAnswers();
    }

    /** Whether a BusyBox that needs no libraries is installed here, or the mirror of its package answers. */
    boolean busyboxCanBeHad() throws IOException, ProblemException, InterruptedException {
        return installedBusybox().isPresent() || packages.mirrorAnswers();
    }

    /**
     * A kernel for guests.
     *
     * @throws ProblemException {@code RecipeImpossible}
     */
    TinyKernel kernel(Progress progress) throws IOException, ProblemException, InterruptedException {
        Optional<ProblemException> failure = Optional.empty();
        if (DebianPackages.isAvailable(launcher)) {
            Progress _ = progress.part(Phrase.of("step.fetch-kernel"), 1);
            try {
                for (String name : KERNEL_PACKAGES) {
                    Set<String> needed = packages.needed(name, KERNEL_PARTS);
                    if (!needed.isEmpty()) {
                        packages.unpack(List.copyOf(needed), unpacked);
                        Optional<TinyKernel> kernel = newest(unpacked);
                        if (kernel.isPresent()) {
                            return kernel.get();
                        }
                    }
                }
            } catch (ProblemException e) {
                // A mirror out of reach; the kernel of this host may do.
                failure = Optional.of(e);
            }
        }
        Optional<TinyKernel> installed = newest(root);
        if (installed.isPresent()) {
            return installed.get();
        } else if (failure.isPresent()) {
            throw failure.get();
        }
        throw impossible("there is no apt to fetch a kernel, and none in /boot that you may read; root lets you read it"
                + " with: chmod a+r /boot/vmlinuz-*");
    }

    /** The newest kernel under this root that can be read and has its modules beside it. */
    private static Optional<TinyKernel> newest(Path root) throws IOException {
        List<TinyKernel> kernels = new ArrayList<>();
        for (Path image : list(root.resolve("boot"), "vmlinuz-*")) {
            String version = image.getFileName().toString().substring("vmlinuz-".length());
            for (String library : List.of("lib", "usr/lib")) {
                Path modules = root.resolve(library).resolve("modules").resolve(version);
                if (Files.isReadable(image) && Files.isDirectory(modules.resolve("kernel"))) {
                    kernels.add(new TinyKernel(image, modules));
                }
            }
        }
        return kernels.isEmpty() ? Optional.empty() : Optional.of(kernels.getLast());
    }

    private static List<Path> list(Path folder, String glob) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, glob)) {
            all.forEach(found::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        found.sort(VERSIONS);
        return Collections.unmodifiableList(found);
    }

    /** Numbers in names count as numbers: 6.1.0-9 comes before 6.1.0-56. */
    private static final java.util.Comparator<Path> VERSIONS =
            java.util.Comparator.comparing(file -> Pattern.compile("\\d+")
                    .matcher(file.getFileName().toString())
                    .replaceAll(digits -> {
                        String number = digits.group();
                        return "0".repeat(Math.max(0, 10 - number.length())) + number;
                    }));

    /**
     * A BusyBox that needs no libraries.
     *
     * @throws ProblemException {@code RecipeToolsMissing}, {@code RecipeImpossible}, {@code ToolFailed}
     */
    byte[] busybox(Progress progress) throws IOException, ProblemException, InterruptedException {
        Optional<byte[]> installed = installedBusybox();
        if (installed.isPresent()) {
            return installed.get();
        }
        if (!DebianPackages.isAvailable(launcher)) {
            throw new ProblemException(
                    new MediaProblem.RecipeToolsMissing(recipe, List.of("busybox"), "busybox-static"));
        }
        Progress _ = progress.part(Phrase.of("step.fetch-busybox"), 1);
        packages.unpack(List.of("busybox-static"), unpacked);
        for (String place : List.of("bin/busybox", "usr/bin/busybox")) {
            if (Files.isRegularFile(unpacked.resolve(place))) {
                return Files.readAllBytes(unpacked.resolve(place));
            }
        }
        throw impossible("the package busybox-static has no BusyBox");
    }

    private Optional<byte[]> installedBusybox() throws IOException, ProblemException, InterruptedException {
        for (String place : List.of("bin/busybox", "usr/bin/busybox", "sbin/busybox")) {
            Path file = root.resolve(place);
            if (Files.isReadable(file) && Files.isExecutable(file)) {
                byte[] content = Files.readAllBytes(file);
                Elf elf = Elf.of(content);
                if (elf != null && elf.isStaticProgram() && hasApplets(file)) {
                    return Optional.of(content);
                }
            }
        }
        return Optional.empty();
    }

    private boolean hasApplets(Path busybox) throws ProblemException, InterruptedException {
        return launcher.run(ProcessSpec.of(busybox.toString(), List.of("--list")))
                .output()
                .lines()
                .toList()
                .containsAll(APPLETS);
    }

    private ProblemException impossible(String why) {
        return new ProblemException(new MediaProblem.RecipeImpossible(recipe, why));
    }
}
