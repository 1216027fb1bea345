package dev.hamlet.engine.terminal;

import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.Terminal;

/** What a command wants to know of the terminal that it was started from. Safe for use by many threads. */
public final class UserTerminal {
    private static final int USUAL_COLUMNS = 80;

    private UserTerminal() {}

    /** Whether a person sees this program's standard errors on a terminal. */
    public static boolean showsErrors() {
        return Terminal.isTerminal(2);
    }

    /** Whether this program's standard output is a terminal. */
    public static boolean showsOutput() {
        return Terminal.isTerminal(1);
    }

    /** How many characters go into one line, 80 where that is not known. */
    public static int columns() {
        try (Terminal terminal = Terminal.controlling().orElse(null)) {
            int columns = terminal == null ? 0 : terminal.size().columns();
            return columns > 0 ? columns : USUAL_COLUMNS;
        } catch (NativeException e) {
            return USUAL_COLUMNS;
        }
    }
}
