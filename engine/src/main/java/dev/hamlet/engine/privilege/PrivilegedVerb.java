package dev.hamlet.engine.privilege;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the script that root owns can do: its words, none of which takes anything more. */
public enum PrivilegedVerb {
    /** Lets the user use {@code /dev/kvm}. */
    KVM_ACCESS,
    /** Gives the user numbers of users and groups for containers. */
    SUBORDINATE_IDS,
    /** Lets all users listen on ports from {@link #FIRST_PORT} on. */
    ALLOW_LOW_PORTS,
    /** Takes that back. */
    FORBID_LOW_PORTS,
    /** Installs what runs machines. */
    INSTALL_MACHINES,
    /** Installs what runs containers. */
    INSTALL_CONTAINERS;

    /** The lowest port that {@link #ALLOW_LOW_PORTS} opens. */
    public static final int FIRST_PORT = 80;

    /** How the script, polkit's actions and the bundle of messages call it, such as {@code kvm-access}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one of this word. */
    public static Optional<PrivilegedVerb> of(String word) {
        return Arrays.stream(values()).filter(verb -> verb.word().equals(word)).findFirst();
    }

    /** All words, in their order. */
    public static List<String> words() {
        return Arrays.stream(values()).map(PrivilegedVerb::word).toList();
    }
}
