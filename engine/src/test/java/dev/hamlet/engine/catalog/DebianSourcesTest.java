package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class DebianSourcesTest {
    private static final String SIGNED = "deb [signed-by=" + DebianSources.KEYRING + "] ";

    @Test
    void theHostsOwnMirrorsOfTheReleaseAreUsedAndNothingElse() {
        List<String> targets = List.of(
                "Debian|bookworm|main|http://mirror.example/debian/",
                "Debian|bookworm|contrib|http://mirror.example/debian/",
                "Debian|bookworm-updates|main|http://mirror.example/debian/",
                "Debian|bookworm-security|main|http://mirror.example/debian-security/",
                "Debian Backports|bookworm-backports|main|http://mirror.example/debian/",
                "Debian|trixie|main|http://mirror.example/debian/",
                "deb.sury.org|bookworm|main|https://packages.sury.example/php/",
                "|bookworm|main|https://unknown.example/debian/",
                "no line of this kind");
        assertEquals(
                SIGNED + "http://mirror.example/debian/ bookworm main\n"
                        + SIGNED + "http://mirror.example/debian/ bookworm-updates main\n"
                        + SIGNED + "http://mirror.example/debian-security/ bookworm-security main\n",
                DebianSources.list("bookworm", targets));
    }

    @Test
    void anotherSystemAsksDebiansOwnMirrors() {
        String expected = SIGNED + "http://deb.debian.org/debian bookworm main\n"
                + SIGNED + "http://deb.debian.org/debian bookworm-updates main\n"
                + SIGNED + "http://deb.debian.org/debian-security bookworm-security main\n";
        assertEquals(expected, DebianSources.list("bookworm", List.of()));
        assertEquals(
                expected,
                DebianSources.list(
                        "bookworm",
                        List.of(
                                "Debian|bookworm-security|main|http://mirror.example/debian-security/",
                                "Ubuntu|noble|main|http://archive.ubuntu.com/ubuntu/")));
    }

    @Test
    void proxiesAndChecksAreTakenOverAndNothingElse() {
        List<String> dump = List.of(
                "APT::Architecture \"amd64\";",
                "Acquire \"\";",
                "Acquire::http \"\";",
                "Acquire::http::Proxy \"http://proxy.example:3128\";",
                "Acquire::http::Proxy::mirror.example \"DIRECT\";",
                "Acquire::https::CaInfo \"/etc/ssl/own.pem\";",
                "Acquire::Check-Valid-Until \"false\";",
                "Acquire::AllowInsecureRepositories \"1\";",
                "Acquire::Languages \"none\";",
                "DPkg::Post-Invoke:: \"rm -f /var/cache/apt/archives/*.deb\";");
        assertEquals("""
                Acquire::http::Proxy "http://proxy.example:3128";
                Acquire::http::Proxy::mirror.example "DIRECT";
                Acquire::https::CaInfo "/etc/ssl/own.pem";
                Acquire::Check-Valid-Until "false";
                APT::Sandbox::User "root";
                Acquire::Retries "2";
                """, DebianSources.configuration(dump));
    }
}
