package dev.hamlet.installers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.installers.Script.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is named and what is installed; the package manager is a script that notes how it was called. */
@Tag("real")
class PackagesIT {
    private static final String WANTED = """
            want qemu-system-x86 qemu-kvm qemu-base qemu-x86 'runs machines'
            want xorriso xorriso libisoburn xorriso 'writes CD images'
            install_wanted
            """;

    @TempDir
    Path folder;

    private ToyTree tree;

    @BeforeEach
    void layTree() throws IOException {
        tree = ToyTree.in(folder, "tree");
        tree.tool("apt-get", """
                #!/bin/sh
                here=$(dirname "$0")
                printf '%s\\n' "$*" >>"$here/apt-calls"
                printf '%s\\n' "$DEBIAN_FRONTEND" >"$here/frontend"
                case "$*" in
                    *install*) [ ! -e "$here/gone" ] || { rm "$here/gone"; exit 100; } ;;
                    *update*) [ ! -e "$here/locked" ] || { rm "$here/locked"; echo 'E: Could not get lock /var/lib/apt/lists/lock'; exit 100; } ;;
                esac
                """);
        tree.tool("sleep", "#!/bin/sh\n");
    }

    private static boolean root() {
        return System.getProperty("user.name").equals("root");
    }

    private static Script asNobody(Script script) {
        return root() ? script.through("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--") : script;
    }

    @Test
    void noInstallOnlyPrintsWhatAndWhy() throws Exception {
        Outcome outcome = tree.lines(WANTED).with("HAMLET_NO_INSTALL", "1").run();
        assertEquals(0, outcome.code(), outcome::toString);
        assertTrue(outcome.err().contains("qemu-system-x86 (runs machines)"), outcome::toString);
        assertTrue(outcome.err().contains("xorriso (writes CD images)"), outcome::toString);
        assertTrue(
                outcome.err().contains("apt-get install --no-install-recommends qemu-system-x86 xorriso"),
                outcome::toString);
        assertEquals("", tree.left("apt-calls"));
    }

    @Test
    void rootInstallsWithoutAQuestionAndWithoutRecommends() throws Exception {
        assumeTrue(root(), "the test of what root does needs root");
        Outcome outcome = tree.lines("lists_are_fresh() { :; }\n" + WANTED).run();
        assertEquals(0, outcome.code(), outcome::toString);
        assertTrue(outcome.err().contains("qemu-system-x86 (runs machines)"), outcome::toString);
        String install = tree.left("apt-calls")
                .lines()
                .filter(line -> line.contains("install"))
                .findFirst()
                .orElse("");
        assertTrue(install.contains("--no-install-recommends"), install);
        assertTrue(install.contains("DPkg::Lock::Timeout="), install);
        assertTrue(install.endsWith("-- qemu-system-x86 xorriso"), install);
        assertEquals("noninteractive\n", tree.left("frontend"));
    }

    private Path lists(boolean fresh) throws IOException {
        Path lists = Files.createDirectory(folder.resolve("lists"));
        if (fresh) {
            Files.createFile(lists.resolve("mirror_Packages"));
        }
        return lists;
    }

    private Outcome install(Path lists, String... packages) throws Exception {
        return tree.lines("bash \"$tree/installers/scripts/apt-install.sh\" " + String.join(" ", packages))
                .with("HAMLET_APT_LISTS", lists.toString())
                .run();
    }

    /** What apt was asked for: the verb of each call. */
    private List<String> verbs() throws IOException {
        return tree.left("apt-calls")
                .lines()
                .map(line -> line.contains("install") ? "install" : "update")
                .toList();
    }

    @Test
    void freshListsAreNotReadAnewAndTheInstallationSucceeds() throws Exception {
        Outcome outcome = install(lists(true), "xorriso");
        assertEquals(0, outcome.code(), outcome::toString);
        assertEquals(List.of("install"), verbs());
    }

    @Test
    void missingListsAreReadFirst() throws Exception {
        Outcome outcome = install(lists(false), "xorriso");
        assertEquals(0, outcome.code(), outcome::toString);
        assertEquals(List.of("update", "install"), verbs());
    }

    @Test
    void aPackageThatIsGoneMakesTheListsBeReadAnewOnce() throws Exception {
        Files.createFile(tree.tools().resolve("gone"));
        Outcome outcome = install(lists(true), "xorriso");
        assertEquals(0, outcome.code(), outcome::toString);
        assertEquals(List.of("install", "update", "install"), verbs());
    }

    @Test
    void anInstallationThatFailsTwiceFails() throws Exception {
        tree.tool("apt-get", "#!/bin/sh\nexit 100\n");
        for (boolean fresh : new boolean[] {true, false}) {
            Path lists = lists(fresh);
            assertNotEquals(0, install(lists, "xorriso").code());
            Files.deleteIfExists(lists.resolve("mirror_Packages"));
            Files.delete(lists);
        }
    }

    @Test
    void listsThatAreLockedAreWaitedFor() throws Exception {
        Files.createFile(tree.tools().resolve("locked"));
        Outcome outcome =
                tree.lines("bash \"$tree/installers/scripts/apt-install.sh\"").run();
        assertEquals(0, outcome.code(), outcome::toString);
        assertEquals(2, tree.left("apt-calls").lines().count(), tree.left("apt-calls"));
    }

    @Test
    void aUserWithoutSudoIsToldTheOneCommand() throws Exception {
        Outcome outcome = asNobody(
                        tree.lines("type() { [[ $2 != sudo && $2 != pkexec ]] && builtin type \"$@\"; }\n" + WANTED))
                .run();
        assertEquals(0, outcome.code(), outcome::toString);
        assertTrue(
                outcome.err()
                        .contains(
                                "as root: apt-get update && apt-get install --no-install-recommends qemu-system-x86 xorriso"),
                outcome::toString);
        assertEquals("", tree.left("apt-calls"));
    }

    @Test
    void aUserWithSudoInstallsThroughIt() throws Exception {
        tree.tool("sudo", "#!/bin/sh\nprintf '%s\\n' \"$*\" >>\"${0%/*}/sudo-calls\"\n");
        Files.createFile(tree.tools().resolve("sudo-calls")).toFile().setWritable(true, false);
        Outcome outcome = asNobody(tree.lines(WANTED)).run();
        assertEquals(0, outcome.code(), outcome::toString);
        assertTrue(tree.left("sudo-calls").contains("apt-install.sh qemu-system-x86 xorriso"), outcome::toString);
    }

    @Test
    void anInstallationThatFailsDoesNotEndACommandThatCanGoOn() throws Exception {
        assumeTrue(root(), "the test of what root does needs root");
        tree.tool("apt-get", "#!/bin/sh\nexit 100\n");
        Outcome outcome = tree.lines(WANTED + "echo went on").run();
        assertEquals("went on\n", outcome.out(), outcome::toString);
        assertTrue(outcome.err().contains("did not succeed"), outcome::toString);
    }

    @Test
    void otherDistributionsAreToldTheirOwnNames() throws Exception {
        String only = "type() { [[ $2 != apt-get ]] && builtin type \"$@\"; }\n";
        for (String[] one : new String[][] {
            {"dnf", "dnf install qemu-kvm xorriso"},
            {"pacman", "pacman -S --needed qemu-base libisoburn"},
            {"zypper", "zypper install qemu-x86 xorriso"}
        }) {
            tree.tool(one[0], "#!/bin/sh\nexit 1\n");
            Outcome outcome = tree.lines(only + WANTED).run();
            assertTrue(outcome.err().contains("as root: " + one[1]), outcome::toString);
            Files.delete(tree.tools().resolve(one[0]));
        }
        Outcome none = tree.lines(only + WANTED).run();
        assertTrue(none.err().contains("No package manager that Hamlet knows"), none::toString);
    }

    @Test
    void toListMachinesOrToAskForHelpInstallsNothing() throws Exception {
        // An empty PATH entry for QEMU: the machine of the tests has it, so it is hidden.
        for (String[] arguments :
                new String[][] {{"vm", "list"}, {"vm", "create", "--help"}, {"host"}, {"--version"}}) {
            Outcome outcome = tree.hamlet(arguments).run();
            assertFalse(outcome.err().contains("needs these packages"), outcome::toString);
        }
        assertEquals("", tree.left("apt-calls"));
    }
}
