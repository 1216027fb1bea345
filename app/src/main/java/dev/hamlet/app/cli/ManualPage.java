package dev.hamlet.app.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The commands as a page of the manual, in the language of man(7). A pure function of what the commands say of themselves. */
final class ManualPage {
    private final List<String> lines = new ArrayList<>();

    private ManualPage() {}

    /** The page, a line each. */
    static List<String> lines(CommandLine root, String version) {
        ManualPage page = new ManualPage();
        page.write(root, version);
        return List.copyOf(page.lines);
    }

    private void write(CommandLine root, String version) {
        CommandSpec spec = root.getCommandSpec();
        add(".TH HAMLET 1 \"\" \"hamlet " + plain(version) + "\" \"User Commands\"");
        add(".SH NAME", "hamlet \\- virtual machines and containers on this computer, without a daemon");
        add(".SH SYNOPSIS", "\\fBhamlet\\fR", ".br", "\\fBhamlet\\fR \\fICOMMAND\\fR [\\fIARGUMENT\\fR...]");
        add(".SH DESCRIPTION");
        description(spec);
        options(root);
        add(".SH COMMANDS");
        leaves(root).forEach(this::command);
        add(".SH EXAMPLES");
        verbatim(spec.usageMessage().footer());
        add(
                ".SH FILES",
                ".TP",
                "\\fI~/.local/share/hamlet\\fR, \\fI~/.config/hamlet\\fR, \\fI~/.cache/hamlet\\fR",
                "Machines, images and containers; preferences; what can be made or brought again.",
                "The variables \\fBXDG_DATA_HOME\\fR, \\fBXDG_CONFIG_HOME\\fR and \\fBXDG_CACHE_HOME\\fR move them.",
                ".SH ENVIRONMENT",
                ".TP",
                "\\fBHAMLET_HOME\\fR",
                "A folder for all of them instead.");
    }

    private static Stream<CommandLine> leaves(CommandLine command) {
        return command.getSubcommands().isEmpty()
                ? Stream.of(command)
                : command.getSubcommands().values().stream().flatMap(ManualPage::leaves);
    }

    private void command(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        String synopsis = new CommandLine.Help(spec, CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .abbreviatedSynopsis()
                .strip();
        if (synopsis.startsWith(spec.qualifiedName())) {
            synopsis = synopsis.substring(spec.qualifiedName().length()).strip();
        }
        add(
                ".SS " + plain(spec.qualifiedName()),
                ("\\fB" + plain(spec.qualifiedName()) + "\\fR " + plain(synopsis)).strip(),
                ".PP");
        description(spec);
        spec.positionalParameters().stream()
                .filter(parameter -> !parameter.hidden())
                .forEach(this::parameter);
        options(command);
        UsageMessageSpec usage = spec.usageMessage();
        if (usage.footer().length > 0) {
            add(".PP");
            verbatim(usage.footer());
        }
    }

    private void description(CommandSpec spec) {
        add(text(String.join(" ", spec.usageMessage().description())));
    }

    private void parameter(PositionalParamSpec parameter) {
        add(
                ".TP",
                "\\fI" + plain(parameter.paramLabel()) + "\\fR",
                words(parameter.description(), parameter.defaultValueString()));
    }

    private void options(CommandLine command) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (option.hidden()) {
                continue;
            }
            String label = option.arity().max() == 0 ? "" : "=\\fI" + plain(option.paramLabel()) + "\\fR";
            List<String> names = Arrays.stream(option.names())
                    .map(name -> "\\fB" + plain(name) + "\\fR")
                    .toList();
            add(".TP", String.join(", ", names) + label, words(option.description(), option.defaultValueString()));
        }
    }

    private static String words(String[] description, String byDefault) {
        return text(String.join(" ", description).replace("${DEFAULT-VALUE}", byDefault));
    }

    private void verbatim(String... text) {
        add(".nf");
        Arrays.stream(text).map(ManualPage::text).forEach(this::add);
        add(".fi");
    }

    private void add(String... more) {
        lines.addAll(List.of(more));
    }

    /** Running text: a line that begins with a dot or an apostrophe would be taken for a request. */
    private static String text(String words) {
        String plain = plain(words.replace("%n", " ").replace("%%", "%"));
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain.isEmpty() ? "\\&" : plain;
    }

    private static String plain(String words) {
        return words.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq");
    }
}
