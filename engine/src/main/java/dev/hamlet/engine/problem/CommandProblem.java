package dev.hamlet.engine.problem;

/** What is wrong with how something was asked for, or with Hamlet itself. */
public sealed interface CommandProblem extends Problem {
    /** The work was cancelled by the user; what it had begun was taken back. */
    record Cancelled() implements CommandProblem {}

    /** An option or argument has a value that cannot be. */
    record ArgumentInvalid(String option, String value, String why) implements CommandProblem {}

    /** The command needs a terminal and has none. */
    record TerminalMissing() implements CommandProblem {}

    /** A fault of Hamlet's own; the log has the details. */
    record Unexpected(String what) implements CommandProblem {}
}
