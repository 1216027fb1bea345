package dev.hamlet.app.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What can be said of a program in a container, a container's own or another one, named as docker and podman users name it. */
final class ProgramOptions {
    @Option(
            names = {"-i", "--interactive"},
            description = "Pass on to it what is typed or piped in.")
    private boolean interactive;

    @Option(
            names = {"-t", "--tty"},
            description = "Give it a terminal.")
    private boolean terminal;

    @Option(
            names = {"-e", "--env"},
            paramLabel = "NAME=VALUE",
            description = "A variable of its environment; of NAME alone the value is this shell's.")
    private List<String> environment = new ArrayList<>();

    @Option(
            names = {"-w", "--workdir"},
            paramLabel = "FOLDER",
            description = "Where it starts.")
    private String workingDirectory = "";

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER[:GROUP]",
            description = "Who it runs as: names of the container's own files, or numbers.")
    private String user = "";

    boolean isTerminal() {
        return terminal;
    }

    boolean isInteractive() {
        return interactive;
    }

    String workingDirectory() {
        return workingDirectory;
    }

    String user() {
        return user;
    }

    /** As docker and podman have it, a variable that this shell does not have either is left out. */
    List<String> variables() {
        List<String> variables = new ArrayList<>();
        for (String written : environment) {
            String own = System.getenv(written);
            if (written.contains("=")) {
                variables.add(written);
            } else if (own != null) {
                variables.add(written + "=" + own);
            }
        }
        return variables;
    }
}
