package dev.hamlet.app.cli;

/** A command that is given another program with its arguments: what follows its first word that is no option is not its own. */
interface TakesProgram {}
