package dev.hamlet.installers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.installers.Script.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The script of fixed words, run as root for real: in namespaces of mounts and network of its own, where {@code /etc} is a
 * copy that knows the users Anna and Berta, {@code /usr/bin} takes programs of the test's, and {@code /dev/kvm} is a
 * device of the test's that only root may open.
 */
@Tag("real")
class PrivilegedIT {
    private static final Path SCRIPT = Path.of("linux/hamlet-privileged").toAbsolutePath();
    private static final String WORLD = """
            set -eu
            folder=$1 script=$2
            mount --make-rprivate /
            mount -t tmpfs world "$folder"
            cp -a /etc "$folder/etc"
            mount --bind "$folder/etc" /etc
            mkdir "$folder/bin" "$folder/work"
            mount -t tmpfs run /run
            mount -t overlay world -o "lowerdir=/usr/bin,upperdir=$folder/bin,workdir=$folder/work" /usr/bin
            mknod -m 600 "$folder/kvm" c 1 3
            if [ -e /dev/kvm ]; then mount --bind "$folder/kvm" /dev/kvm; fi
            for user in anna berta; do useradd -M "$user" >&2; done
            printf '' >/etc/subuid
            printf '' >/etc/subgid
            getent group kvm >/dev/null || groupadd -r kvm
            anna=$(id -u anna)
            berta=$(id -u berta)
            # as USER WORD...: as pkexec runs it. Answers the exit code.
            as() { uid=$1; shift; code=0; PKEXEC_UID=$uid "$script" "$@" || code=$?; echo "code $code"; }
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void needRoot() {
        assumeTrue(System.getProperty("user.name").equals("root"), "namespaces of mounts need root");
    }

    private Outcome inside(String lines) throws IOException, InterruptedException {
        Outcome outcome = Script.of(
                        folder,
                        "unshare",
                        "--mount",
                        "--net",
                        "--",
                        "bash",
                        "-c",
                        WORLD + lines,
                        "inside",
                        folder.toString(),
                        SCRIPT.toString())
                .with("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
                .with("LC_ALL", "C.UTF-8")
                .run();
        assertEquals(0, outcome.code(), outcome::toString);
        return outcome;
    }

    private static List<String> codes(Outcome outcome) {
        return outcome.out()
                .lines()
                .filter(line -> line.startsWith("code "))
                .map(line -> line.substring(5))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "00", "007", "root", "anna", "-5", "1 2", "1000x", "4294967295", "99999999999", "$(id)"
            })
    void nothingIsDoneForSomebodyWhoIsNoOrdinaryUser(String uid) throws Exception {
        Outcome outcome = inside("""
                cp -a /etc "$folder/before"
                export PKEXEC_UID='%s'
                for word in kvm-access subordinate-ids allow-low-ports forbid-low-ports install-machines install-containers; do
                    code=0; "$script" "$word" || code=$?; echo "code $code"
                done
                diff -r --no-dereference "$folder/before" /etc
                """.formatted(uid));
        assertEquals(List.of("67", "67", "67", "67", "67", "67"), codes(outcome), outcome::toString);
        assertTrue(outcome.err().contains("Nobody to do it for"), outcome::toString);
    }

    @Test
    void nothingIsDoneWherePkexecDoesNotSayForWhom() throws Exception {
        Outcome outcome =
                inside("unset PKEXEC_UID; code=0; \"$script\" subordinate-ids || code=$?; echo \"code $code\"");
        assertEquals(List.of("67"), codes(outcome), outcome::toString);
    }

    @Test
    void otherWordsNoWordsAndFurtherWordsAreRefused() throws Exception {
        Outcome outcome = inside("""
                as $anna
                as $anna ''
                as $anna shell
                as $anna 'subordinate-ids root'
                as $anna subordinate-ids root
                as $anna kvm-access --help
                as $anna -- kvm-access
                as $anna '*'
                wc -c </etc/subuid
                """);
        assertEquals(Set.of("64"), new TreeSet<>(codes(outcome)), outcome::toString);
        assertEquals(8, codes(outcome).size());
        assertTrue(outcome.out().endsWith("\n0\n"), outcome::toString);
    }

    @Test
    void anOrdinaryUserHasNothingOfIt() throws Exception {
        Outcome outcome = inside("""
                cp "$script" /etc/script
                code=0
                PKEXEC_UID=$anna setpriv --reuid=$anna --regid=$anna --clear-groups -- /etc/script subordinate-ids || code=$?
                echo "code $code"
                """);
        assertEquals(List.of("77"), codes(outcome), outcome::toString);
    }

    @Test
    void twoUsersAtOnceGetNumbersThatNobodyElseHas() throws Exception {
        Outcome outcome = inside("""
                # The last line of a file has no end; the range of groups is another one; lines that are none stay.
                printf 'old:100000:65536\\nnonsense\\nlate:231072:10' >/etc/subuid
                printf 'old:165536:65536\\n' >/etc/subgid
                chmod 640 /etc/subgid
                chown root:kvm /etc/subgid
                as $anna subordinate-ids & as $berta subordinate-ids & wait
                echo ---
                cat /etc/subuid
                echo ---
                cat /etc/subgid
                echo ---
                stat -c '%a %U:%G' /etc/subuid /etc/subgid
                ls /etc | grep -E 'hamlet|\\.lock|subuid\\.|subgid\\.' || true
                """);
        assertEquals(List.of("0", "0"), codes(outcome), outcome::toString);
        List<String> parts = List.of(outcome.out().split("---\n", -1));
        List<String> users = parts.get(1).lines().toList();
        assertEquals(List.of("old:100000:65536", "nonsense", "late:231072:10"), users.subList(0, 3));
        Set<String> given = new TreeSet<>();
        users.subList(3, 5).forEach(line -> given.add(line.split(":", -1)[1]));
        // Not between 165536 and 231072: free there of users, but somebody has those of groups.
        assertEquals(Set.of("231082", "296618"), given, outcome::toString);
        assertEquals(
                users.subList(3, 5), parts.get(2).lines().toList().subList(1, 3), "the same of groups: " + outcome);
        assertEquals("644 root:root\n640 root:kvm\n", parts.get(3), "as they were, and nothing left beside them");
    }

    @Test
    void whoHasNumbersKeepsThemAndWhoLacksThoseOfGroupsGetsThem() throws Exception {
        Outcome outcome = inside("""
                echo "anna:200000:65536" >/etc/subuid
                echo "$anna:300000:1000" >/etc/subgid
                as $anna subordinate-ids
                cat /etc/subuid /etc/subgid
                printf '' >/etc/subgid
                as $anna subordinate-ids
                cat /etc/subuid /etc/subgid
                """);
        List<String> lines = outcome.out().lines().toList();
        assertEquals(
                List.of(
                        "anna has subordinate numbers already.",
                        "code 0",
                        "anna:200000:65536",
                        lines.get(3),
                        "anna has the numbers 100000 to 165535 now: /etc/subgid",
                        "code 0",
                        "anna:200000:65536",
                        "anna:100000:65536"),
                lines);
        assertTrue(lines.get(3).endsWith(":300000:1000"));
    }

    @Test
    void numbersOfAccountsAreLeftOutAndLimitsOfTheComputerAreKept() throws Exception {
        Outcome outcome = inside("""
                useradd -M -u 150000 far
                printf '' >/etc/subuid; printf '' >/etc/subgid
                as $anna subordinate-ids
                cat /etc/subuid
                sed -i 's/^SUB_UID_MAX.*//' /etc/login.defs
                echo 'SUB_UID_MAX 230000' >>/etc/login.defs
                as $berta subordinate-ids
                cat /etc/subuid
                """);
        assertEquals(List.of("0", "69"), codes(outcome), outcome::toString);
        assertEquals(
                2, outcome.out().lines().filter("anna:150001:65536"::equals).count(), outcome::toString);
        assertFalse(outcome.out().contains("berta:"), outcome::toString);
    }

    @ParameterizedTest
    @CsvSource({"subordinate-ids,73", "allow-low-ports,73", "kvm-access,73"})
    void whatCannotBeWrittenIsAsItWas(String word, String code) throws Exception {
        Outcome outcome = inside("""
                cp -a /etc "$folder/before"
                mount -o remount,ro,bind /etc
                as $anna %s
                diff -r --no-dereference "$folder/before" /etc
                cat /proc/sys/net/ipv4/ip_unprivileged_port_start
                """.formatted(word));
        assertEquals(List.of(code), codes(outcome), outcome::toString);
        assertTrue(outcome.out().endsWith("\n1024\n"), outcome::toString);
    }

    @Test
    void aFullFileSystemLeavesTheFilesAsTheyWere() throws Exception {
        Outcome outcome = inside("""
                mount -t tmpfs -o size=64k full "$folder/work"
                seq -f 'old%g:100000:65536' 1500 >"$folder/work/subuid" && cp "$folder/work/subuid" "$folder/subuid"
                printf '' >"$folder/work/subgid"
                cp -a /etc/passwd /etc/group /etc/nsswitch.conf /etc/login.defs "$folder/work/" || true
                mount --bind "$folder/work" /etc
                as $anna subordinate-ids
                cmp "$folder/subuid" /etc/subuid
                wc -c </etc/subgid
                ls /etc
                """);
        assertEquals(List.of("73"), codes(outcome), outcome::toString);
        assertFalse(outcome.out().contains("hamlet"), outcome::toString);
        assertFalse(outcome.out().contains("lock"), outcome::toString);
        assertTrue(outcome.out().contains("\n0\n"), outcome::toString);
    }

    @Test
    void filesThatAreLinksAreNotFollowed() throws Exception {
        Outcome outcome = inside("""
                rm /etc/subuid
                ln -s /etc/passwd /etc/subuid
                as $anna subordinate-ids
                mkdir -p /etc/sysctl.d
                ln -s /etc/shadow /etc/sysctl.d/60-hamlet-low-ports.conf
                as $anna allow-low-ports
                as $anna forbid-low-ports
                grep -c 65536 /etc/passwd || true
                test -s /etc/shadow
                """);
        assertEquals(List.of("69", "69", "69"), codes(outcome), outcome::toString);
        assertTrue(outcome.out().endsWith("\n0\n"), outcome::toString);
    }

    @Test
    void whoeverElseChangesTheNumbersIsWaitedForAndOneWhoHasGoneIsNot() throws Exception {
        Outcome outcome = inside("""
                sleep 100 & printf '%s' "$!" >/etc/subuid.lock
                as $anna subordinate-ids
                kill %1; wait || true
                as $anna subordinate-ids
                """);
        assertEquals(List.of("75", "0"), codes(outcome), outcome::toString);
        assertTrue(outcome.err().contains("/etc/subuid.lock"), outcome::toString);
    }

    @Test
    void whatGivesTheNumbersElsewhereIsNotContradicted() throws Exception {
        Outcome outcome = inside("echo 'subid: sss' >>/etc/nsswitch.conf; as $anna subordinate-ids; cat /etc/subuid");
        assertEquals(List.of("69"), codes(outcome), outcome::toString);
        assertTrue(outcome.out().endsWith("code 69\n"), outcome::toString);
    }

    @Test
    void shadowsOwnProgramsReadWhatWasWritten() throws Exception {
        Outcome outcome = inside("""
                as $anna subordinate-ids
                useradd -M -K SUB_UID_COUNT=65536 clara
                tail -n 1 /etc/subuid
                usermod --add-subuids 500000-500009 anna
                grep -c ^anna /etc/subuid
                """);
        assertTrue(outcome.out().contains("clara:165536:65536\n2\n"), outcome::toString);
    }

    @Test
    void theGroupOfTheDeviceAndItsOwnListLetTheUserIn() throws Exception {
        Outcome outcome = inside("""
                as $anna kvm-access
                id -nG anna
                if [ -e /dev/kvm ]; then
                    setpriv --reuid=$anna --regid=$anna --clear-groups -- sh -c 'exec <>/dev/kvm'
                    setpriv --reuid=$berta --regid=$berta --clear-groups -- sh -c 'exec <>/dev/kvm' && exit 1
                fi
                as $anna kvm-access
                """);
        assertEquals(List.of("0", "0"), codes(outcome), outcome::toString);
        assertTrue(outcome.out().contains(" kvm\n"), outcome::toString);
        assertTrue(outcome.out().contains("in the group kvm already"), outcome::toString);
    }

    @Test
    void withoutAGroupOfTheDeviceNothingIsMade() throws Exception {
        Outcome outcome = inside("groupdel kvm; as $anna kvm-access; getent group kvm || true");
        assertEquals(List.of("69"), codes(outcome), outcome::toString);
    }

    @Test
    void portsFromEightyOnAreOpenedAndClosedAgain() throws Exception {
        Outcome outcome = inside("""
                now() { cat /proc/sys/net/ipv4/ip_unprivileged_port_start; }
                file=/etc/sysctl.d/60-hamlet-low-ports.conf
                echo 1000 >/proc/sys/net/ipv4/ip_unprivileged_port_start
                as $anna allow-low-ports; now
                stat -c '%a %U' "$file"
                grep ^net "$file"
                as $berta allow-low-ports
                # As after somebody has set another limit by hand: the one of before is still known.
                echo 900 >/proc/sys/net/ipv4/ip_unprivileged_port_start
                as $anna allow-low-ports; now
                as $anna forbid-low-ports; now
                test ! -e "$file"
                as $anna forbid-low-ports; now
                """);
        assertEquals(List.of("0", "0", "0", "0", "0"), codes(outcome), outcome::toString);
        assertEquals(
                List.of("80", "644 root", "net.ipv4.ip_unprivileged_port_start = 80", "80", "1000", "1000"),
                outcome.out()
                        .lines()
                        .filter(line -> line.matches("[0-9]+( root)?|net\\..*"))
                        .toList(),
                outcome::toString);
    }

    @Test
    void aKernelThatOpensMoreIsLeftAlone() throws Exception {
        Outcome outcome = inside("""
                echo 0 >/proc/sys/net/ipv4/ip_unprivileged_port_start
                as $anna allow-low-ports
                cat /proc/sys/net/ipv4/ip_unprivileged_port_start
                test ! -e /etc/sysctl.d/60-hamlet-low-ports.conf
                """);
        assertTrue(outcome.out().endsWith("code 0\n0\n"), outcome::toString);
    }

    private static final String TOOL = """
            printf '#!/bin/sh\\necho "$*" >>%s/calls\\nenv >%s/environment\\n%b' "$folder" "$folder" "$2" >"$folder/tool"
            rm -f "/usr/bin/$1"; cp "$folder/tool" "/usr/bin/$1"; chmod 755 "/usr/bin/$1"
            """;

    @Test
    void aptInstallsWhatItsListsHaveAndNothingOfTheEnvironmentReachesIt() throws Exception {
        Outcome outcome = inside("tool() {\n" + TOOL + "}\n" + """
                tool apt-get ''
                tool apt-cache 'case $3 in swtpm|runc|tini) echo "  Candidate: (none)" ;; conmon) ;; *) echo "  Candidate: 1.0" ;; esac\\n'
                export APT_CONFIG=/tmp/mine DPKG_ROOT=/tmp http_proxy=x
                as $anna install-machines
                as $anna install-containers
                grep ' install ' "$folder/calls"
                grep -E 'APT_CONFIG|DPKG_ROOT|http_proxy|PKEXEC' "$folder/environment" || true
                grep FRONTEND "$folder/environment"
                """);
        assertEquals(List.of("0", "0"), codes(outcome), outcome::toString);
        String qemu = System.getProperty("os.arch").equals("aarch64") ? "qemu-system-arm" : "qemu-system-x86";
        assertTrue(
                outcome.out().contains("--no-install-recommends install -- " + qemu + " qemu-utils"),
                outcome::toString);
        assertFalse(outcome.out().contains("swtpm"), outcome::toString);
        assertTrue(
                outcome.out()
                        .contains(
                                "install -- crun golang-github-containers-common nftables uidmap slirp4netns catatonit busybox-static"),
                outcome::toString);
        for (String others : List.of("APT_CONFIG", "DPKG_ROOT", "http_proxy", "PKEXEC")) {
            assertFalse(outcome.out().contains(others), outcome::toString);
        }
        assertTrue(outcome.out().endsWith("DEBIAN_FRONTEND=noninteractive\n"), outcome::toString);
    }

    @Test
    void anInstallationThatFailsIsNoneAndSaysSo() throws Exception {
        Outcome outcome = inside("tool() {\n" + TOOL + "}\n" + """
                tool apt-cache 'echo "  Candidate: 1.0"\\n'
                tool apt-get 'case "$*" in *" install "*) echo "E: Unmet dependencies" >&2; exit 100 ;; esac\\n'
                as $anna install-machines
                tool apt-cache ''
                as $anna install-machines
                """);
        assertEquals(List.of("70", "69"), codes(outcome), outcome::toString);
        assertTrue(outcome.err().contains("E: Unmet dependencies"), outcome::toString);
        assertFalse(outcome.out().contains("Installed"), outcome::toString);
    }

    /** A package that is half installed breaks more than a machine that cannot start. */
    @Test
    void anInstallationGoesOnWhenWhoeverAskedHasGone() throws Exception {
        Outcome outcome = inside("tool() {\n" + TOOL + "}\n" + """
                tool apt-cache 'echo "  Candidate: 1.0"\\n'
                tool apt-get 'case "$*" in *" install "*) echo begun >/etc/begun; sleep 2; echo much; echo more >&2; echo done >/etc/done ;; esac\\n'
                setsid env PKEXEC_UID=$anna "$script" install-machines > >(head -c 0) 2> >(head -c 0) &
                for i in $(seq 100); do [ ! -e /etc/begun ] || break; sleep 0.1; done
                kill -HUP -- $! || true
                kill -TERM -- $! || true
                for i in $(seq 100); do [ ! -e /etc/done ] || break; sleep 0.1; done
                cat /etc/done
                """);
        assertTrue(outcome.out().endsWith("done\n"), outcome::toString);
    }

    @Test
    void dnfInstallsWhatItsListsHave() throws Exception {
        Outcome outcome = inside("tool() {\n" + TOOL + "}\n" + """
                rm /usr/bin/apt-get
                as $anna install-machines
                tool dnf 'for last; do :; done; case "$*" in *repoquery*) [ "$last" = runc ] || echo "$last" ;; esac\\n'
                as $anna install-containers
                grep ' install ' "$folder/calls"
                """);
        assertEquals(List.of("69", "0"), codes(outcome), outcome::toString);
        assertTrue(
                outcome.out().contains("install crun conmon containers-common nftables shadow-utils slirp4netns"),
                outcome::toString);
    }

    @Test
    void shellcheckFindsNothing() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/shellcheck")), "shellcheck is not installed");
        Outcome outcome =
                Script.of(folder, "/usr/bin/shellcheck", SCRIPT.toString()).run();
        assertEquals(0, outcome.code(), outcome::toString);
    }
}
