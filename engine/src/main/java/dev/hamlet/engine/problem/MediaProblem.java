package dev.hamlet.engine.problem;

import java.nio.file.Path;
import java.util.List;

/** What can be wrong with a disk, a CD image or another file that a guest boots from. */
public sealed interface MediaProblem extends Problem {
    /** The disk file is not where it was; {@code name} is the machine that has it, or empty. */
    record DiskMissing(String name, Path file) implements MediaProblem {
        /** Of a disk that belongs to no machine that is known. */
        public DiskMissing(Path file) {
            this("", file);
        }
    }

    /** The file exists and cannot be read or written; {@code why} is the system's word. */
    record FileUnreadable(Path file, String why) implements MediaProblem {}

    /** The disk is of another format than its machine says. */
    record DiskFormatWrong(Path file, String actual, String expected) implements MediaProblem {}

    /** The file is no disk of any format known here. */
    record NotADisk(Path file, String why) implements MediaProblem {}

    /** The disk is used by a running machine, or by another program. */
    record DiskInUse(Path file, String holder) implements MediaProblem {}

    /** Others already have the disk, or build on it; two that write to one disk destroy what is on it. */
    record DiskTaken(Path file, List<String> users) implements MediaProblem {}

    /** The disk builds on another that is not where it was. */
    record BackingMissing(Path file, Path backing) implements MediaProblem {}

    /** The overlay does not record the format of the disk it builds on, so it could not be opened safely. */
    record BackingFormatUnknown(Path file, Path backing) implements MediaProblem {}

    /**
     * The file says that part of its content lies at {@code reference}, where Hamlet does not follow it: a network
     * address, a device, or a file outside its own folder.
     */
    record ReferenceRefused(Path file, String reference) implements MediaProblem {}

    /** The disk would become smaller and lose what lies at its end. */
    record DiskWouldShrink(Path file, long presentBytes, long wantedBytes) implements MediaProblem {}

    /** The CD image was moved or deleted; {@code name} is the machine that has it in a drive, or empty. */
    record CdMissing(String name, Path file) implements MediaProblem {}

    /** The file holds no file system of a CD. */
    record NotACd(Path file) implements MediaProblem {}

    /** The kernel or initial file system of a direct boot was moved or deleted. */
    record KernelMissing(Path file) implements MediaProblem {}

    /** A check of the disk found errors. */
    record DiskDamaged(Path file, int errors) implements MediaProblem {}

    /** The folder's file system has less room than the work needs. */
    record SpaceShort(Path folder, long neededBytes, long freeBytes) implements MediaProblem {}

    /** A file of this name is already there; it was left alone. */
    record FileExists(Path file) implements MediaProblem {}

    /** A size that cannot be read, such as {@code 1,5 GB} or {@code -1}; {@code option} is what it was given for, or empty. */
    record SizeUnreadable(String option, String text) implements MediaProblem {}

    /** An image of the library is not what it should be; {@code why} says what is wrong. */
    record ImageBroken(String name, Path folder, String why) implements MediaProblem {}

    /** The library already has an image of this name. */
    record ImageNameTaken(String name) implements MediaProblem {}

    /** No image in the library has this name. */
    record ImageNotFound(String name, String nearest) implements MediaProblem {}

    /** Other machines or images build on this file or use it, so it stays. */
    record ImageInUse(Path file, List<String> users) implements MediaProblem {}

    /** Images of the library never change, since machines build on them. */
    record ImageSealed(String name) implements MediaProblem {}

    /** The image's bytes are no longer those that it came with: its digest was {@code expected}. */
    record ImageChanged(String name, Path file, String expected, String actual) implements MediaProblem {}

    /** The disk cannot be compacted without a loss; {@code why} says what would be lost. */
    record CompactingRefused(Path file, String why) implements MediaProblem {}

    /** The CD image ends before its volume does: a copy that was cut off. */
    record CdCutOff(Path file, long presentBytes, long wholeBytes) implements MediaProblem {}

    /** A program that Hamlet drives is not installed. */
    record ToolMissing(String program, String packageName) implements MediaProblem {}

    /** A program that Hamlet drives failed; {@code line} is the last it said. */
    record ToolFailed(String program, int code, String line) implements MediaProblem {}

    /** A value of the first-boot settings (user, password, key, host name) cannot be used. */
    record SeedInvalid(String field, String why) implements MediaProblem {}

    /**
     * An image cannot be built because programs are not installed, all that are missing at once.
     *
     * @param packages Debian's names of what has them, with a space between
     */
    record RecipeToolsMissing(String recipe, List<String> programs, String packages) implements MediaProblem {}

    /** An image cannot be built because the user has no range of user ids for the guest's files; {@code said} tells it. */
    record UserIdsMissing(String recipe, String said) implements MediaProblem {}

    /** An image cannot be built because not even root may mount here, as in most containers; {@code said} tells it. */
    record MountForbidden(String recipe, String said) implements MediaProblem {}

    /** The image cannot be built on this host, whatever is installed; {@code why} says why not. */
    record RecipeImpossible(String recipe, String why) implements MediaProblem {}
}
