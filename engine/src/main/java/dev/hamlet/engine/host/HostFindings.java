package dev.hamlet.engine.host;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was read of the host for its checks.
 *
 * @param processor the model
 * @param flags the processor's flags
 * @param device who may open the KVM device, such as {@code rw-rw---- root:kvm}; empty if there is none
 * @param groups the names of the groups that this process acts with
 * @param tools where the programs that Hamlet drives are, by name; missing ones are missing here
 * @param data the data folder and its file system
 * @param dataFault why the data folder cannot be written; empty if it can
 * @param temp the folder for temporary files
 * @param tempNoExec whether nothing in it may be run
 * @param charset the character set of file names
 * @param uid the user's number
 * @param user the user's name; empty without an entry in the user database
 * @param seccomp whether the kernel can confine a process
 * @param namespaceBar as {@link UserNamespaces#bar} answers
 * @param kernel its release
 * @param firstPort the lowest port that ordinary users may listen on
 * @param installer what installs programs here; null if nothing that is known does
 */
record HostFindings(
        String processor,
        Set<String> flags,
        String device,
        Set<String> groups,
        Map<String, Path> tools,
        HostReport.Disk data,
        String dataFault,
        Path temp,
        boolean tempNoExec,
        String charset,
        long uid,
        String user,
        boolean seccomp,
        String namespaceBar,
        String kernel,
        long firstPort,
        @Nullable Installer installer) {
    HostFindings {
        flags = Set.copyOf(flags);
        groups = Set.copyOf(groups);
        tools = Map.copyOf(tools);
    }
}
