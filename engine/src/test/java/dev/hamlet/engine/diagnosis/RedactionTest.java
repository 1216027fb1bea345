package dev.hamlet.engine.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final Redaction NOBODY = Redaction.of(Map.of());

    private static Redaction names() {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("user", List.of("ann"));
        kinds.put("host", List.of("anns-laptop"));
        kinds.put("machine", List.of("Tax 2025", "Tax 2025 (copy)", "größe"));
        return Redaction.of(kinds);
    }

    @Test
    void aNameIsTheSameWordWhereverItStands() {
        assertEquals(
                "machine-1 failed; machine-2 waits for machine-1",
                names().apply("Tax 2025 failed; Tax 2025 (copy) waits for tax 2025"));
        assertEquals("machine-3, MACHINE", names().apply("GRÖSSE, MACHINE".replace("GRÖSSE", "Größe")));
    }

    @Test
    void aNameWithinAnotherWordIsNotThatName() {
        assertEquals("channels of user-1 on host-1", names().apply("channels of ann on anns-laptop"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://ann:s3cr3t@proxy.example.org:3128/",
                "password=s3cr3t",
                "\"password\" : \"s3cr3t \\\" s3cr3t\"",
                "--db-password='s3cr3t'",
                "MYSQL_ROOT_PASSWORD=s3cr3t",
                "Authorization: Bearer s3cr3t",
                "authorization: Basic s3cr3t",
                "identitytoken: s3cr3t",
                "GET https://cdn.example.org/blob?X-Amz-Signature=s3cr3t HTTP/1.1",
                "-----BEGIN OPENSSH PRIVATE KEY-----\ns3cr3t\n-----END OPENSSH PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\ns3cr3t and no end",
                "ssh-ed25519 AAAAC3s3cr3t s3cr3t@home",
                "eyJhbGciOiJIUzI1.s3cr3t.s3cr3t",
                "/home/s3cr3t/disks/a.qcow2",
                "s3cr3t@example.org"
            })
    void whatCouldBeASecretIsTakenOut(String text) {
        assertFalse(NOBODY.apply(text).contains("s3cr3t"), NOBODY.apply(text));
    }

    @Test
    void addressesOfANetworkAreTakenOutAndThoseOfEveryComputerStay() {
        assertEquals("127.0.0.1:80 to [ip]:8080", NOBODY.apply("127.0.0.1:80 to 192.168.178.23:8080"));
        assertEquals("mac [mac], [ip]", NOBODY.apply("mac 52:54:00:12:34:56, fe80::5054:ff:fe12:3456"));
        assertEquals("[ip]/64", NOBODY.apply("2001:db8:1:2:3:4:5:6/64"));
    }

    @Test
    void whatTellsNothingOfAPersonStays() {
        String text = "12:10:35.123 WARN QEMU 7.2.22 ended with 1 (0:1:17.0.15), exit code 137, version 1.1.5+ds1, "
                + "/usr/share/OVMF/OVMF_CODE.fd, token of the lock is none";
        assertEquals(text, NOBODY.apply(text));
    }
}
