package dev.hamlet.engine.image;

/** A form in which images are given to other programs. */
public enum ExportForm {
    /** A folder (OCI image specification, "Image Layout"). */
    OCI_LAYOUT,
    /** The same in a tar archive. */
    OCI_ARCHIVE,
    /** What {@code docker save} writes and {@code docker load} reads. */
    DOCKER_ARCHIVE
}
