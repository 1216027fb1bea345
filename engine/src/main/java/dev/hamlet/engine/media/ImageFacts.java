package dev.hamlet.engine.media;

import dev.hamlet.engine.host.ByteSize;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an image of the library is, as {@code image.json} in its folder keeps it. Files are plain names in that folder.
 *
 * @param name what people call it: any text of one line, not blank, at most 120 characters
 * @param system id of the guest's system such as {@code debian-12}, or empty where nobody knows
 * @param disk what a machine's disk is made from, or null
 * @param cd a CD image to boot from, or null
 * @param kernel what is booted directly, or null
 * @param origin where it came from: an address, the name of a recipe, or the path of the file that was added
 * @param made when it came
 * @param digest of the disk or CD image, such as {@code sha256:9f86d0…}, or null where nobody took one
 * @param cloudInit whether the guest takes first-boot settings from a seed
 * @param defaultUser who logs in where no seed says another, or empty
 * @param recommendedMemory what a machine made from it should have, or null
 */
public record ImageFacts(
        String name,
        String system,
        @Nullable DiskFile disk,
        @Nullable Path cd,
        @Nullable KernelFiles kernel,
        String origin,
        Instant made,
        @Nullable String digest,
        boolean cloudInit,
        String defaultUser,
        @Nullable ByteSize recommendedMemory) {
    /** A disk image in the image's folder. */
    public record DiskFile(Path file, DiskFormat format) {}

    /** A kernel in the image's folder, its initial file system or null, and its parameters. */
    public record KernelFiles(Path kernel, @Nullable Path initrd, String commandLine) {}

    /** An image of this name and origin, of which nothing else is known yet. */
    public static ImageFacts of(String name, String system, String origin, Instant made) {
        return new ImageFacts(name, system, null, null, null, origin, made, null, false, "", null);
    }

    /** The same under another name. */
    public ImageFacts withName(String other) {
        return new ImageFacts(
                other, system, disk, cd, kernel, origin, made, digest, cloudInit, defaultUser, recommendedMemory);
    }

    /** The same with this disk, a plain name in the image's folder. */
    public ImageFacts withDisk(Path file, DiskFormat format) {
        return new ImageFacts(
                name,
                system,
                new DiskFile(file, format),
                cd,
                kernel,
                origin,
                made,
                digest,
                cloudInit,
                defaultUser,
                recommendedMemory);
    }

    /** The same with this CD image, a plain name in the image's folder. */
    public ImageFacts withCd(Path file) {
        return new ImageFacts(
                name, system, disk, file, kernel, origin, made, digest, cloudInit, defaultUser, recommendedMemory);
    }

    /** The same with this kernel and initial file system, plain names in the image's folder. */
    public ImageFacts withKernel(Path file, @Nullable Path initrd, String commandLine) {
        KernelFiles files = new KernelFiles(file, initrd, commandLine);
        return new ImageFacts(
                name, system, disk, cd, files, origin, made, digest, cloudInit, defaultUser, recommendedMemory);
    }

    /** The same with this digest. */
    public ImageFacts withDigest(@Nullable String other) {
        return new ImageFacts(
                name, system, disk, cd, kernel, origin, made, other, cloudInit, defaultUser, recommendedMemory);
    }

    /** The same for a guest that takes a seed, and whose user without one is this. */
    public ImageFacts withCloudInit(String user) {
        return new ImageFacts(name, system, disk, cd, kernel, origin, made, digest, true, user, recommendedMemory);
    }

    /** The same with this recommendation. */
    public ImageFacts withRecommendedMemory(ByteSize memory) {
        return new ImageFacts(name, system, disk, cd, kernel, origin, made, digest, cloudInit, defaultUser, memory);
    }
}
