package dev.hamlet.engine.container.files;

/**
 * Who owns files that are written.
 *
 * @param kept whether owners, attributes, devices and the bits that lend a program its owner's rights are as the entries have
 *     them; else all belongs to one, and none of these is there
 * @param uid of that one
 * @param gid of that one
 */
public record Owners(boolean kept, long uid, long gid) {
    /** All as the entries have it. */
    public static final Owners KEPT = new Owners(true, 0, 0);

    /** All is of this one. */
    public static Owners one(long uid, long gid) {
        return new Owners(false, uid, gid);
    }
}
