package dev.hamlet.app.cli;

import dev.hamlet.app.words.OwnVersion;
import picocli.CommandLine.Command;

/** Prints the manual page. */
@Command(
        description = "Print the manual page of all commands, for man.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hamlet manual | man -l -",
            "  hamlet manual > ~/.local/share/man/man1/hamlet.1",
        })
final class ManualVerb extends Verb {
    ManualVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        ManualPage.lines(CommandTree.whole(session()), OwnVersion.text()).forEach(this::line);
        return ExitCode.DONE;
    }
}
