package dev.hamlet.engine.problem;

/** What can go wrong between Hamlet and the server of a guest's display. {@code name} is the machine's. */
public sealed interface DisplayProblem extends Problem {
    /** The line to the display ended or cannot be had. */
    record DisplayGone(String name, String why) implements DisplayProblem {}

    /** The server sent what its protocol does not allow, here. */
    record DisplayGarbled(String name, String where) implements DisplayProblem {}

    /** The server speaks no version of the protocol that is known here; {@code said} is how it greeted. */
    record DisplayForeign(String name, String said) implements DisplayProblem {}

    /** The server asks who is there, by a password or otherwise. */
    record DisplayAsksPassword(String name) implements DisplayProblem {}

    /** The server does not let this client in. */
    record DisplayRefused(String name, String why) implements DisplayProblem {}
}
