package dev.hamlet.engine.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.problem.MediaProblem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.codec.digest.Sha2Crypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class CloudSeedTest {
    /** A key made for this test alone; its private half was never kept. */
    static final String KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ5lX0YkTmJ0W0nUO9Y3G6mD0eYB1m8R3E2c0m3Q7q1v";

    private static String fieldOf(String user, String password, List<String> keys, String hostname) {
        return Samples.problem(MediaProblem.SeedInvalid.class, () -> CloudSeed.of(user, password, keys, hostname))
                .field();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"pass word", "& < > \" ' \\ $ #", "Ärger🐧", " leading", "O'Brien", "%d%s", "yes", "{a: b}"})
    void aPasswordIsKeptAsAHashThatFitsItAlone(String password) throws Exception {
        CloudSeed seed = CloudSeed.of("me", password, List.of(), "guest");
        String hash = Objects.requireNonNull(seed.passwordHash());
        assertTrue(hash.startsWith("$6$"), hash);
        assertEquals(hash, Sha2Crypt.sha512Crypt(password.getBytes(StandardCharsets.UTF_8), hash));
        assertNotEquals(hash, CloudSeed.hash(password));
        assertFalse(SeedYaml.userData(seed).contains(password + "\""));
        assertFalse(seed.toString().contains(hash));
    }

    @Test
    void hashesAreThoseOfThePublishedScheme() {
        // From Ulrich Drepper's "Unix crypt using SHA-256 and SHA-512", test vectors.
        assertEquals(
                "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
                Sha2Crypt.sha512Crypt("Hello world!".getBytes(StandardCharsets.US_ASCII), "$6$saltstring"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "O'Brien", "Root", "root", "-rf", "1st", "a b", "ü", "a:b", "x\ny", "../x", "a.b"})
    void aLoginNameThatAGuestWouldRefuseIsRefusedHere(String user) {
        assertEquals("user", fieldOf(user, "x", List.of(), "guest"));
    }

    @Test
    void theRefusalOfALoginNameOffersOneThatWorks() {
        assertTrue(
                Samples.problem(MediaProblem.SeedInvalid.class, () -> CloudSeed.of("O'Brien", "x", List.of(), "guest"))
                        .why()
                        .endsWith("such as obrien"));
    }

    @Test
    void passwordsThatNobodyCanTypeAreRefused() {
        assertEquals("password", fieldOf("me", "", List.of(), "guest"));
        assertEquals("password", fieldOf("me", "a\nb", List.of(), "guest"));
        assertEquals("password", fieldOf("me", "a\0b", List.of(), "guest"));
        assertEquals("password", fieldOf("me", "x".repeat(201), List.of(), "guest"));
    }

    @Test
    void aSeedThatLetsNobodyInIsRefused() {
        Samples.problem(MediaProblem.SeedInvalid.class, () -> CloudSeed.of("me", null, List.of(), "guest"));
    }

    @Test
    void keysAreCheckedForWhatTheyAre() throws Exception {
        assertEquals(
                List.of(KEY + " me@it's \"here\""),
                CloudSeed.of("me", null, List.of(" " + KEY + " me@it's \"here\"\n"), "guest")
                        .sshKeys());
        for (String bad : List.of(
                "-----BEGIN OPENSSH PRIVATE KEY-----",
                "ssh-ed25519",
                "ssh-ed25519 !!!",
                KEY.replace("ssh-ed25519", "ssh-rsa"),
                "command=\"x\" " + KEY,
                KEY + "\nssh-rsa AAAA",
                "")) {
            assertEquals("SSH key", fieldOf("me", "x", List.of(bad), "guest"), bad);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "a b", "a_b", "ü", "a..b", ".a", "a.", "x\ny"})
    void hostNamesThatCannotBeAreRefused(String name) {
        assertEquals("host name", fieldOf("me", "x", List.of(), name));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            My web server!, my-web-server
            Öl & Co, ol-co
            🐧, guest
            --, guest
            """)
    void aHostNameIsMadeOfAnyText(String text, String name) throws Exception {
        assertEquals(name, CloudSeed.hostnameFor(text));
        assertEquals(name, CloudSeed.of("me", "x", List.of(), name).hostname());
    }

    @Test
    void localeAndTimeZoneAreChecked() throws Exception {
        CloudSeed seed = CloudSeed.of("me", "x", List.of(), "guest");
        assertEquals(
                "Europe/Berlin",
                seed.withPlace("de_DE.UTF-8", "Europe/Berlin").checked().timezone());
        Samples.problem(
                MediaProblem.SeedInvalid.class,
                () -> seed.withPlace("de DE", null).checked());
        Samples.problem(
                MediaProblem.SeedInvalid.class,
                () -> seed.withPlace(null, "Europe/../etc").checked());
        Samples.problem(
                MediaProblem.SeedInvalid.class, () -> seed.withFullName("a:b").checked());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "O'Brien",
                "\"quoted\"",
                "a # b",
                "#",
                "back\\slash",
                "Jürgen Öl",
                "  leading",
                "trailing  ",
                "yes",
                "no",
                "null",
                "~",
                "12;30",
                "1_000",
                "0x10",
                "- item",
                "{a, b}",
                "[x]",
                "&anchor",
                "*alias",
                "!tag",
                "%dir",
                "@x",
                "`x`",
                "|",
                ">",
                "? x",
                "🐧",
                "& < > \" ' \\ $ #",
                "=",
                "2020-01-01",
                "1e3",
                ".inf",
                "on"
            })
    void allTextComesOutOfTheYamlAsItWentIn(String text) throws Exception {
        CloudSeed seed = CloudSeed.of("me", "x", List.of(KEY + " " + text.strip()), "guest")
                .withFullName(text)
                .checked();
        String yaml = SeedYaml.userData(seed);
        assertTrue(yaml.startsWith("#cloud-config\n"));
        Map<?, ?> root = parse(yaml);
        Map<?, ?> user = (Map<?, ?>) Objects.requireNonNull(root.get("user"));
        assertEquals(text, user.get("gecos"));
        assertEquals("me", user.get("name"));
        assertEquals(seed.passwordHash(), user.get("hashed_passwd"));
        assertEquals(List.of(KEY + " " + text.strip()), user.get("ssh_authorized_keys"));
        assertEquals(false, user.get("lock_passwd"));
        assertEquals(true, root.get("ssh_pwauth"));
        assertEquals("guest", root.get("hostname"));
    }

    @Test
    void withoutAPasswordNobodyLogsInByOne() throws Exception {
        Map<?, ?> root = parse(SeedYaml.userData(CloudSeed.of("me", null, List.of(KEY), "guest")));
        assertEquals(false, root.get("ssh_pwauth"));
        Map<?, ?> user = (Map<?, ?>) Objects.requireNonNull(root.get("user"));
        assertEquals(true, user.get("lock_passwd"));
        assertFalse(user.containsKey("hashed_passwd"));
    }

    @Test
    void theInstanceIsTheMachinesOwn() throws Exception {
        Map<?, ?> root = parse(SeedYaml.metaData(CloudSeed.of("me", "x", List.of(), "guest"), "no: 'yes' #1"));
        assertEquals(Map.of("instance-id", "no: 'yes' #1", "local-hostname", "guest"), root);
    }

    private static Map<?, ?> parse(String yaml) {
        Object root = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        assertNotNull(root);
        return (Map<?, ?>) root;
    }
}
