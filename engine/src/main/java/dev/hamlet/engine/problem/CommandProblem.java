package dev.hamlet.engine.problem;

import java.util.List;

/** What is wrong with how something was asked for, or with Hamlet itself. */
public sealed interface CommandProblem extends Problem {
    /** The work was cancelled by the user; what it had begun was taken back. */
    record Cancelled() implements CommandProblem {}

    /** An option or argument has a value that cannot be; {@code why} says what it takes. */
    record ArgumentInvalid(String option, String value, String why) implements CommandProblem {}

    /** A command that needs another word after it, such as {@code hamlet vm}, was given none. */
    record CommandMissing(String command) implements CommandProblem {}

    /** The command has none of this name below it; {@code nearest} is the whole of the most similar one, or empty. */
    record CommandUnknown(String command, String word, String nearest) implements CommandProblem {}

    /** The command has no such option; {@code nearest} is the most similar one, or empty. */
    record OptionUnknown(String command, String option, String nearest) implements CommandProblem {}

    /**
     * Something has to be given besides.
     *
     * @param command whose help tells more, or empty
     * @param needer the command or option that needs it
     * @param argument what it needs
     */
    record ArgumentMissing(String command, String needer, String argument) implements CommandProblem {}

    /** The command takes no more arguments, and this one was left. */
    record ArgumentSurplus(String command, String argument) implements CommandProblem {}

    /** An option that can be given once was given again. */
    record ArgumentRepeated(String command, String option) implements CommandProblem {}

    /** Options of which only one can be given. */
    record ArgumentsExclusive(String command, List<String> options) implements CommandProblem {}

    /** The arguments were not understood, for a reason of which only this is known. */
    record NotUnderstood(String command, String why) implements CommandProblem {}

    /** The console of this machine needs a terminal and has none. */
    record TerminalMissing(String name) implements CommandProblem {}

    /** A fault of Hamlet's own; the log has the details. */
    record Unexpected(String what) implements CommandProblem {}
}
