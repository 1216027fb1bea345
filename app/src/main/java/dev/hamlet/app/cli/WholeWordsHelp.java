package dev.hamlet.app.cli;

import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Model.CommandSpec;

/** Help whose synopsis is broken between words alone: picocli also breaks after a hyphen, as in {@code --[no-]software}. */
final class WholeWordsHelp extends Help {
    WholeWordsHelp(CommandSpec command, ColorScheme colours) {
        super(command, colours);
    }

    @Override
    protected String insertSynopsisCommandName(int headingLength, Text arguments) {
        String name = commandSpec().qualifiedName();
        int width = commandSpec().usageMessage().width();
        String margin = " ".repeat(headingLength + name.length());
        StringBuilder lines = new StringBuilder(name);
        int column = margin.length();
        for (String word : arguments.toString().strip().split(" +", -1)) {
            if (column + 1 + word.length() > width) {
                lines.append(System.lineSeparator()).append(margin);
                column = margin.length();
            }
            lines.append(' ').append(word);
            column += 1 + word.length();
        }
        return lines.append(System.lineSeparator()).toString();
    }
}
