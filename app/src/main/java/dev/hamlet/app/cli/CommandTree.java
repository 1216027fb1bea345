package dev.hamlet.app.cli;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

/**
 * All commands by name. For one run only those are made that the arguments can mean: making all takes longer than most
 * commands do.
 */
final class CommandTree {
    private static final int HELP_WIDTH = 100;

    private static final List<Entry> VM = List.of(
            new Entry("create", VmCreate::new),
            new Entry("list", VmList::new),
            new Entry("show", VmShow::new),
            new Entry("set", VmSet::new),
            new Entry("start", VmStart::new),
            new Entry("stop", VmStop::new),
            new Entry("pause", VmPause::new),
            new Entry("resume", VmResume::new),
            new Entry("reset", VmReset::new),
            new Entry("kill", VmKill::new),
            new Entry("rename", VmRename::new),
            new Entry("delete", VmDelete::new),
            new Entry("console", VmConsole::new),
            new Entry("screenshot", VmScreenshot::new),
            new Entry("log", VmLog::new),
            new Entry("watch", VmWatch::new));

    private static final List<Entry> IMAGE = List.of(
            new Entry("list", ImageList::new),
            new Entry("pull", ImagePull::new),
            new Entry("push", ImagePush::new),
            new Entry("search", ImageSearch::new),
            new Entry("login", ImageLogin::new),
            new Entry("logout", ImageLogout::new),
            new Entry("registry", ImageRegistry::new),
            new Entry("build", ImageBuild::new),
            new Entry("add", ImageAdd::new),
            new Entry("create", ImageCreate::new),
            new Entry("info", ImageInfo::new),
            new Entry("verify", ImageVerify::new),
            new Entry("grow", ImageGrow::new),
            new Entry("compact", ImageCompact::new),
            new Entry("delete", ImageDelete::new),
            new Entry("import", ImageImportVerb::new),
            new Entry("export", ImageExportVerb::new),
            new Entry("inspect", ImageInspect::new),
            new Entry("layers", ImageLayers::new),
            new Entry("tag", ImageTag::new),
            new Entry("rm", ImageRemove::new),
            new Entry("prune", ImagePrune::new));

    private static final List<Entry> CONTAINER = List.of(
            new Entry("run", ContainerRun::new),
            new Entry("create", ContainerCreate::new),
            new Entry("start", ContainerStart::new),
            new Entry("stop", ContainerStop::new),
            new Entry("restart", ContainerRestart::new),
            new Entry("pause", ContainerPause::new),
            new Entry("unpause", ContainerUnpause::new),
            new Entry("kill", ContainerKill::new),
            new Entry("rm", ContainerRemove::new),
            new Entry("wait", ContainerWait::new),
            new Entry("list", session -> new ContainerList(session, true)),
            new Entry("ps", session -> new ContainerList(session, false)),
            new Entry("inspect", ContainerInspect::new),
            new Entry("logs", ContainerLogs::new),
            new Entry("exec", ContainerExec::new),
            new Entry("attach", ContainerAttach::new),
            new Entry("stats", ContainerStats::new),
            new Entry("top", ContainerTop::new),
            new Entry("update", ContainerUpdate::new),
            new Entry("rename", ContainerRename::new),
            new Entry("cp", ContainerCopy::new),
            new Entry("diff", ContainerDiff::new),
            new Entry("commit", ContainerCommitVerb::new));

    private static final List<Entry> NETWORK = List.of(
            new Entry("create", NetworkCreate::new),
            new Entry("ls", NetworkList::new),
            new Entry("list", NetworkList::new),
            new Entry("inspect", NetworkInspect::new),
            new Entry("rm", NetworkRemove::new),
            new Entry("prune", NetworkPrune::new));

    private static final List<Entry> VOLUME = List.of(
            new Entry("create", VolumeCreate::new),
            new Entry("ls", VolumeList::new),
            new Entry("list", VolumeList::new),
            new Entry("inspect", VolumeInspect::new),
            new Entry("rm", VolumeRemove::new),
            new Entry("prune", VolumePrune::new));

    private static final List<Entry> TOP = List.of(
            new Entry("catalog", CatalogList::new),
            new Entry("folders", FoldersVerb::new),
            new Entry("host", HostVerb::new),
            new Entry("doctor", DoctorVerb::new),
            new Entry("demo", DemoVerb::new),
            new Entry("compare", CompareVerb::new),
            new Entry("agent", AgentVerb::new),
            new Entry("open", OpenVerb::new),
            new Entry("help", HelpVerb::new),
            new Entry("completion", CompletionVerb::new),
            new Entry("manual", ManualVerb::new));

    private static final List<Branch> BRANCHES = List.of(
            new Branch("vm", "Virtual machines: make, start, look after and delete them.", VM),
            new Branch("image", "Images that machines and containers are made from, and other disks.", IMAGE),
            new Branch("container", "Containers: run programs in files and a network of their own.", CONTAINER),
            new Branch("network", "Networks that containers are on.", NETWORK),
            new Branch("volume", "Volumes: files that are mounted in containers and outlive them.", VOLUME));

    private CommandTree() {}

    /** One command. */
    private record Entry(String name, Function<Session, Verb> make) {}

    /** Commands under one word. */
    private record Branch(String name, String description, List<Entry> entries) {}

    /** The commands that these arguments can mean. */
    static CommandLine forArguments(Session session, String... arguments) {
        String first = arguments.length > 0 ? arguments[0] : "";
        String second = arguments.length > 1 ? arguments[1] : "";
        CommandLine root = root(session);
        Optional<Branch> branch =
                BRANCHES.stream().filter(one -> one.name().equals(first)).findFirst();
        if (branch.isPresent()) {
            addBranch(root, session, branch.get(), second);
        } else if (!addOne(root, session, TOP, first)) {
            addAll(root, session);
        }
        present(root, session.output());
        return root;
    }

    /** How help and failures are printed; for all commands that were added before. */
    private static void present(CommandLine root, Output output) {
        root.setOut(output.out());
        root.setErr(output.err());
        root.setUsageHelpWidth(HELP_WIDTH);
        root.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        root.setHelpFactory(WholeWordsHelp::new);
    }

    /** All commands, for help and for shell completion. */
    static CommandLine whole(Session session) {
        CommandLine root = root(session);
        addAll(root, session);
        return root;
    }

    /** Whole names of all commands that have none below them, by their last words; of several the first. */
    static Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        TOP.forEach(entry -> names.put(entry.name(), "hamlet " + entry.name()));
        for (Branch branch : BRANCHES) {
            for (Entry entry : branch.entries()) {
                names.putIfAbsent(entry.name(), "hamlet " + branch.name() + " " + entry.name());
            }
        }
        return names;
    }

    /** All words that can follow {@code hamlet}. */
    static Set<String> firstWords() {
        Set<String> words = new LinkedHashSet<>();
        BRANCHES.forEach(branch -> words.add(branch.name()));
        TOP.forEach(entry -> words.add(entry.name()));
        return words;
    }

    private static CommandLine root(Session session) {
        return withHelp(new CommandLine(new RootCommand(session)));
    }

    private static void addAll(CommandLine root, Session session) {
        for (Branch branch : BRANCHES) {
            addBranch(root, session, branch, "");
        }
        for (Entry entry : TOP) {
            add(root, session, entry);
        }
    }

    private static void addBranch(CommandLine root, Session session, Branch branch, String wanted) {
        CommandLine group = withHelp(new CommandLine(new GroupCommand()));
        group.getCommandSpec().usageMessage().description(branch.description());
        if (!addOne(group, session, branch.entries(), wanted)) {
            for (Entry entry : branch.entries()) {
                add(group, session, entry);
            }
        }
        root.addSubcommand(branch.name(), group);
    }

    private static boolean addOne(CommandLine to, Session session, List<Entry> entries, String wanted) {
        for (Entry entry : entries) {
            if (entry.name().equals(wanted)) {
                add(to, session, entry);
                return true;
            }
        }
        return false;
    }

    private static void add(CommandLine to, Session session, Entry entry) {
        Verb verb = entry.make().apply(session);
        CommandLine command = withHelp(new CommandLine(verb));
        command.setStopAtPositional(verb instanceof TakesProgram);
        to.addSubcommand(entry.name(), command);
    }

    private static CommandLine withHelp(CommandLine command) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help and do nothing else.")
                        .build());
        return command;
    }
}
