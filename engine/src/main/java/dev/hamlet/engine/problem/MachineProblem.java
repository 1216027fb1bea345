package dev.hamlet.engine.problem;

import java.nio.file.Path;
import java.util.List;

/** What can be wrong with a machine, its settings or a command given to it. Components ending in {@code Bytes} are bytes. */
public sealed interface MachineProblem extends Problem {
    /** Another machine already has this name; {@code suggestion} is free. */
    record NameTaken(String name, String suggestion) implements MachineProblem {}

    /** No machine has this name or id; {@code nearest} is the most similar one, or empty. */
    record MachineNotFound(String name, String nearest) implements MachineProblem {}

    /** More than one machine's id begins with this; {@code ids} are those. */
    record MachineAmbiguous(String name, List<String> ids) implements MachineProblem {}

    /** A setting has a value that cannot be; {@code why} says what is allowed. */
    record SettingInvalid(String setting, String value, String why) implements MachineProblem {}

    /** The machine's file is not what it should be, at this line (0: the whole file). Nothing was changed. */
    record MachineUnreadable(Path file, int line, String why) implements MachineProblem {}

    /** The machine's file was written in a format newer than this Hamlet reads. */
    record MachineFromFuture(Path file, int version, int readable) implements MachineProblem {}

    /** A machine lies in two folders, as after a copy; the one in {@code folder} is taken. */
    record MachineTwice(String name, Path folder, Path other) implements MachineProblem {}

    /** Another process is changing this machine right now. */
    record MachineBusy(String name, long pid) implements MachineProblem {}

    /** The command does not fit the state that the machine is in. */
    record WrongState(String name, String command, String state) implements MachineProblem {}

    /** The host has less memory available than the machine asks for. */
    record NotEnoughMemory(String name, long neededBytes, long freeBytes) implements MachineProblem {}

    /** The machine asks for more vCPUs than the host has processors. */
    record TooManyVcpus(String name, int wanted, int present) implements MachineProblem {}

    /** A forwarded port of the host is held by somebody else; {@code free} is one that is not, or 0. */
    record PortTaken(String name, String protocol, String address, int port, int guestPort, String holder, int free)
            implements MachineProblem {}

    /** Two rules of one machine forward the same port of the host. */
    record PortClash(String name, String protocol, int port) implements MachineProblem {}

    /** Ports below the host's limit need privilege; {@code free} needs none, or is 0. */
    record PortNeedsPrivilege(
            String name, String protocol, String address, int port, int guestPort, int limit, int free)
            implements MachineProblem {}

    /** Another console holds the machine's serial line. */
    record SerialHeld(String name, long pid) implements MachineProblem {}

    /** The guest was asked to shut down and has not, within this time. */
    record GuestIgnoresShutdown(String name, long seconds) implements MachineProblem {}

    /** The guest was to say that it is up and has not, within this time; {@code log} has what it did say. */
    record GuestNotReady(String name, long seconds, Path log) implements MachineProblem {}

    /** The guest does not let go of the CD in this drive. */
    record CdLocked(String name, String drive) implements MachineProblem {}

    /** The disk that holds a machine's image is full: the guest is paused, nothing is lost. */
    record PausedDiskFull(String name, Path file, long freeBytes) implements MachineProblem {}

    /** The guest is paused because reading or writing a disk failed. */
    record PausedDiskError(String name, String disk, String why) implements MachineProblem {}

    /** The machine ended while nobody watched; the last lines that QEMU wrote may say why. */
    record EndedUnseen(String name, List<String> lastLines, Path log) implements MachineProblem {}

    /** The machine ended by itself and not by a shutdown; {@code how} is an exit code or a signal. */
    record EndedUnexpectedly(String name, String how, List<String> lastLines, Path log) implements MachineProblem {}
}
