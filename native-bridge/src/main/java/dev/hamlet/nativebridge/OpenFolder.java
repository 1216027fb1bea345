package dev.hamlet.nativebridge;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An open folder and the names directly in it. No operation follows a link that has the name. A name is bytes without a
 * slash or a zero, and neither empty nor {@code .} nor {@code ..}: others are an {@link IllegalArgumentException}. Safe for
 * use by many threads; file operations block. Failures are a {@link NativeException} with the error number of the system.
 */
public interface OpenFolder extends AutoCloseable {
    /** What this folder itself is. */
    FileState state() throws NativeException;

    /** What has this name, or nothing. */
    Optional<FileState> state(byte[] name) throws NativeException;

    /** All names in it, in no order. */
    List<byte[]> list() throws NativeException;

    /** Opens a folder directly in it; ENOTDIR for anything else, also for a link to one. */
    OpenFolder folder(byte[] name) throws NativeException;

    /** Reads a regular file; EINVAL for anything else. */
    InputStream read(byte[] name) throws NativeException;

    /** Where a symbolic link of this name points. */
    byte[] target(byte[] name) throws NativeException;

    /** Makes an empty regular file, mode 0600; EEXIST where the name is taken. */
    NewFile create(byte[] name) throws NativeException;

    /**
     * Begins a regular file that has no name here yet, mode 0600: {@link NewFile#appear} gives it one. Without that it is
     * gone when it is closed, and where the file system can have files without names also when this program is killed.
     */
    NewFile begin() throws NativeException;

    /** Makes a folder, mode 0700; EEXIST where the name is taken. */
    void makeFolder(byte[] name) throws NativeException;

    /** Makes a symbolic link; EEXIST where the name is taken. */
    void makeLink(byte[] name, byte[] target) throws NativeException;

    /** Gives a file another name here; EEXIST where the name is taken. A link is linked itself, not followed. */
    void makeHardLink(byte[] name, OpenFolder from, byte[] existing) throws NativeException;

    /** Makes a character or block device or a pipe, mode 0600; EEXIST where the name is taken, EPERM without the right to. */
    void makeSpecial(byte[] name, FileState.Kind kind, int major, int minor) throws NativeException;

    /** Changes the owner of what has this name, a link itself too. */
    void own(byte[] name, long uid, long gid) throws NativeException;

    /** Changes the permissions; not for links, which have none. Changing the owner takes some of them away: do that first. */
    void permit(byte[] name, int permissions) throws NativeException;

    /** Changes the time of the last change of the content, and of the last access with it. */
    void date(byte[] name, long seconds, int nanos) throws NativeException;

    /** Sets an extended attribute (xattr(7)), byte for byte. */
    void attribute(byte[] name, byte[] attribute, byte[] value) throws NativeException;

    /** All extended attributes that may be seen, by name; empty where the file system has none. */
    Map<String, byte[]> attributes(byte[] name) throws NativeException;

    /** The same of this folder itself: owner, permissions, time and attributes. */
    OpenFolder own(long uid, long gid) throws NativeException;

    /** Changes this folder's own permissions. */
    OpenFolder permit(int permissions) throws NativeException;

    /** Changes this folder's own time. */
    OpenFolder date(long seconds, int nanos) throws NativeException;

    /** Sets an extended attribute of this folder itself. */
    OpenFolder attribute(byte[] attribute, byte[] value) throws NativeException;

    /** Removes what has this name, whatever it is, with all that is in it; nothing there is no failure. */
    void remove(byte[] name) throws NativeException;

    /** Lets go of it. */
    @Override
    void close();
}
