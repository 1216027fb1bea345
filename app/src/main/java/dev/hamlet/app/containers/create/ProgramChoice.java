package dev.hamlet.app.containers.create;

import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageConfig.RunConfig;
import dev.hamlet.engine.job.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** What a container runs, with which variables, and whether at a terminal. Belongs to the thread of its model. */
final class ProgramChoice {
    private final ImageChoice image;
    private final @Nullable ContainerWish before;
    private final StringProperty command = new SimpleStringProperty("");
    private final StringProperty variables = new SimpleStringProperty("");
    private final BooleanProperty terminal = new SimpleBooleanProperty();
    private boolean terminalChosen;
    private boolean terminalFollows;

    /**
     * What the image says, or what a container has.
     *
     * @param before what is said of the container; null for a new one
     */
    ProgramChoice(ImageChoice image, @Nullable ContainerWish before) {
        this.image = image;
        this.before = before;
        if (before != null) {
            command.set(CommandText.line(before.command()));
            variables.set(String.join("\n", before.environment()));
            terminal.set(before.terminal());
        }
        command.subscribe(now -> followTerminal());
        terminal.subscribe(now -> terminalChosen |= !terminalFollows);
        // What the subscriptions above have set was nobody's choice; what a container has was.
        terminalChosen = before != null;
    }

    /** What it runs instead of the image's command, as one line. */
    StringProperty commandProperty() {
        return command;
    }

    /** Its own variables, one in each line. */
    StringProperty variablesProperty() {
        return variables;
    }

    /** Whether its program is at a terminal. */
    BooleanProperty terminalProperty() {
        return terminal;
    }

    /** A shell without a terminal would end at once. */
    void followTerminal() {
        if (!terminalChosen) {
            terminalFollows = true;
            terminal.set(isShell());
            terminalFollows = false;
        }
    }

    private boolean isShell() {
        List<String> program = program();
        return program.size() == 1 && program.getFirst().matches("(?:.*/)?(?:ba|da|a|z|k|fi)?sh");
    }

    /** What the container would run, as far as that is known before its image is here. */
    private List<String> program() {
        List<String> said = CommandText.words(command.get()).orElse(List.of());
        List<String> all = new ArrayList<>(run().map(RunConfig::entrypoint).orElse(List.of()));
        all.addAll(said.isEmpty() ? run().map(RunConfig::command).orElse(List.of()) : said);
        ImageWay way = image.wayProperty().get().orElse(null);
        boolean proposed =
                way instanceof ImageWay.Pull && image.textProperty().get().equals(NewContainerModel.SMALL);
        if (all.isEmpty() && (proposed || way instanceof ImageWay.Build)) {
            // The recipes that there are make images of shells.
            return List.of("sh");
        }
        return all;
    }

    /** What the chosen image says of its containers; empty where it is not here. */
    Optional<RunConfig> run() {
        return image.wayProperty()
                .get()
                .flatMap(way -> way instanceof ImageWay.Here(Image here)
                        ? Optional.of(here.config().run())
                        : Optional.empty());
    }

    /** Why what stands there is no command. */
    Optional<Phrase> commandFault() {
        return words().isEmpty() ? Optional.of(Phrase.of("new-container.wrong.command")) : Optional.empty();
    }

    /** Which of the lines is no variable. */
    Optional<Phrase> variablesFault() {
        return lines().stream()
                .filter(line -> line.indexOf('=') < 1)
                .findFirst()
                .map(line -> Phrase.of("new-container.wrong.variable", line));
    }

    /** Fields drop the signs that they cannot show: what nobody has changed stays to the letter. */
    private static boolean isSame(String shown, String said) {
        return shown.replaceAll("\\p{Cntrl}", "").equals(said.replaceAll("\\p{Cntrl}", ""));
    }

    private Optional<List<String>> words() {
        return before != null && isSame(command.get(), CommandText.line(before.command()))
                ? Optional.of(before.command())
                : CommandText.words(command.get());
    }

    private List<String> lines() {
        return before != null && isSame(variables.get(), String.join("\n", before.environment()))
                ? before.environment()
                : variables.get().lines().filter(line -> !line.isBlank()).toList();
    }

    /** Writes it into a wish. */
    void into(ContainerWish.Draft draft) {
        boolean input = (before != null && before.terminal() == terminal.get()) ? before.interactive() : terminal.get();
        draft.command(words().orElse(List.of()))
                .environment(lines())
                .terminal(terminal.get())
                .interactive(input);
    }
}
