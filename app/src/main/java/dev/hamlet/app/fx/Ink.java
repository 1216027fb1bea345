package dev.hamlet.app.fx;

import java.util.Locale;

/** The colour of a curve. What it means is always said beside it. */
public enum Ink {
    /** Processors, disks, network. */
    ACCENT,
    /** Memory. */
    SUCCESS;

    /** The style class whose stroke it is. */
    String styleClass() {
        return "ink-" + name().toLowerCase(Locale.ROOT);
    }
}
