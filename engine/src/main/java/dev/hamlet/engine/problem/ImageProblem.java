package dev.hamlet.engine.problem;

import java.nio.file.Path;
import java.util.List;

/** What can be wrong with an image that containers are made from, or with the store that holds it. */
public sealed interface ImageProblem extends Problem {
    /** No reference to an image is written so; {@code why} says what is wrong. */
    record ReferenceInvalid(String reference, String why) implements ImageProblem {}

    /** The store has no image of this reference or id. */
    record ContainerImageNotFound(String reference, String nearest) implements ImageProblem {}

    /** The ids of several images begin so. */
    record ContainerImageAmbiguous(String reference, List<String> images) implements ImageProblem {}

    /** Containers were made from the image, so it stays. */
    record ContainerImageInUse(String reference, List<String> containers) implements ImageProblem {}

    /** The image has no variant for the wanted platform; {@code offered} are those that it has. */
    record PlatformMissing(String reference, String wanted, List<String> offered) implements ImageProblem {}

    /** The file or folder is no image in a form that is known, or a broken one. */
    record ImageArchiveUnusable(Path file, String why) implements ImageProblem {}

    /** A part of an image is not what its digest promises, or does not mean anything. */
    record BlobDamaged(String digest, String why) implements ImageProblem {}

    /** A part that an image names is not there. */
    record BlobMissing(String digest, String partOf) implements ImageProblem {}

    /** A layer cannot be unpacked safely; nothing of it was kept. */
    record LayerRefused(String digest, String why) implements ImageProblem {}

    /** The layers cannot be laid over each other in this folder; {@code why} is the system's word. */
    record OverlayImpossible(Path folder, String why) implements ImageProblem {}

    /** The root of a container is in use and cannot be taken away. */
    record ContainerRootBusy(String container, Path folder) implements ImageProblem {}

    /** There is no root of this container. */
    record ContainerRootUnknown(String container) implements ImageProblem {}

    /** The registry has no such repository, tag or digest, or shows it to nobody who asks like this. */
    record RemoteImageMissing(String reference, String registry) implements ImageProblem {}

    /** The registry does not let whoever asks do this; {@code why} is its word, or empty. */
    record RegistryDenied(String registry, String what, String why) implements ImageProblem {}

    /** The registry answered with a status that is no success; {@code why} is its word, or empty. */
    record RegistryRefused(String registry, String what, int status, String why) implements ImageProblem {}

    /** The registry answered something that it may not. */
    record RegistryWrong(String registry, String what, String why) implements ImageProblem {}

    /** The registry does not answer. */
    record RegistryUnreachable(String registry, String why) implements ImageProblem {}

    /** The certificate of the registry is not one that is trusted. */
    record RegistryUntrusted(String registry) implements ImageProblem {}

    /** The registry speaks plain HTTP, by which anybody on the way can read and change everything. */
    record RegistrySpeaksHttp(String registry) implements ImageProblem {}

    /** The registry cannot be searched. */
    record SearchMissing(String registry) implements ImageProblem {}

    /** The program that keeps credentials has failed. */
    record CredentialHelperFailed(String helper, String registry, String why) implements ImageProblem {}
}
