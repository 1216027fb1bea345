package dev.hamlet.engine.host;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;

/** What installs programs on this computer, and how it calls the packages that Debian calls otherwise. */
enum Installer {
    APT("apt-get", "sudo apt install"),
    DNF("dnf", "sudo dnf install"),
    PACMAN("pacman", "sudo pacman -S --needed"),
    ZYPPER("zypper", "sudo zypper install");

    private final String program;
    private final String command;

    Installer(String program, String command) {
        this.program = program;
        this.command = command;
    }

    /** The first that is there. */
    static Optional<Installer> of(Predicate<String> isThere) {
        return Arrays.stream(values()).filter(one -> isThere.test(one.program)).findFirst();
    }

    /** Whether the script that root owns can install with it. */
    boolean isPrivileged() {
        return this == APT || this == DNF;
    }

    /** How this distribution calls what Debian calls so. */
    String name(String debian) {
        return switch (this) {
            case APT -> debian;
            case DNF ->
                switch (debian) {
                    case "qemu-system-x86" -> "qemu-system-x86-core";
                    case "qemu-system-arm" -> "qemu-system-aarch64-core";
                    case "qemu-utils" -> "qemu-img";
                    case "ovmf" -> "edk2-ovmf";
                    case "qemu-efi-aarch64" -> "edk2-aarch64";
                    case "seabios" -> "seabios-bin";
                    case "golang-github-containers-common" -> "containers-common";
                    case "uidmap" -> "shadow-utils";
                    case "iproute2" -> "iproute";
                    default -> debian;
                };
            case PACMAN ->
                switch (debian) {
                    case "qemu-system-arm" -> "qemu-system-aarch64";
                    case "qemu-utils" -> "qemu-img";
                    case "ovmf" -> "edk2-ovmf";
                    case "qemu-efi-aarch64" -> "edk2-aarch64";
                    case "xorriso" -> "libisoburn";
                    case "golang-github-containers-common" -> "containers-common";
                    case "uidmap" -> "shadow";
                    default -> debian;
                };
            case ZYPPER ->
                switch (debian) {
                    case "qemu-system-x86" -> "qemu-x86";
                    case "qemu-system-arm" -> "qemu-arm";
                    case "qemu-utils" -> "qemu-tools";
                    case "ovmf" -> "qemu-ovmf-x86_64";
                    case "qemu-efi-aarch64" -> "qemu-uefi-aarch64";
                    case "seabios" -> "qemu-seabios";
                    case "golang-github-containers-common" -> "libcontainers-common";
                    case "uidmap" -> "shadow";
                    default -> debian;
                };
        };
    }

    /** What to type to install these. */
    String command(Collection<String> packages) {
        return command + " " + String.join(" ", packages);
    }
}
