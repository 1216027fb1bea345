package dev.hamlet.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Where Hamlet starts: the window without arguments, else the command line. */
@Command(name = "hamlet", description = "Virtual machines on this computer.", mixinStandardHelpOptions = true)
public final class Main {
    private Main() {}

    /** The process ends with the exit code of the command. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}
