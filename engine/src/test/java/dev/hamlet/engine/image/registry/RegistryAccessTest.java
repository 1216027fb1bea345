package dev.hamlet.engine.image.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who asks registries and how: challenges, scopes, files of credentials, helpers, choices. */
class RegistryAccessTest extends RegistryFixture {
    @Test
    void challengesComeInAnyOrderAndSeveralInOneHeader() {
        List<Challenge> all = Challenge.parse(List.of(
                "Basic realm=\"a, \\\"b\\\"\", Bearer scope=\"x y\",realm = https://a/t ,service=s", "Negotiate"));
        assertEquals(
                List.of(
                        new Challenge("basic", Map.of("realm", "a, \"b\"")),
                        new Challenge("bearer", Map.of("scope", "x y", "realm", "https://a/t", "service", "s")),
                        new Challenge("negotiate", Map.of())),
                all);
        assertEquals(List.of(), Challenge.parse(List.of("", ",,=", "\"")));
    }

    @Test
    void scopesAreJoinedByWhatTheyAreOf() {
        assertEquals(
                List.of("repository:a/b:pull,push", "repository:c:pull"),
                Scopes.pull("a/b")
                        .and("repository:c:pull repository:a/b:push,pull junk")
                        .texts());
        assertEquals(
                Map.of("registry:catalog", Set.of("*")),
                Scopes.NONE.and("registry:catalog:*").actions());
    }

    private Credentials credentials() throws ProblemException {
        return new Credentials(paths("home"), environment, new SystemProcessLauncher(environment), time);
    }

    private void docker(String json) throws Exception {
        Path file = folder.resolve("user/.docker/config.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, json);
    }

    @Test
    void dockersOwnFileIsReadUnderAllNamesThatItUses() throws Exception {
        docker("{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"bWU6cDpx\"},"
                + "\"registry.example:5000\":{\"identitytoken\":\"t\"},"
                + "\"r.example/team\":{\"auth\":\"dGVhbTp4\"},\"r.example\":{\"auth\":\"YWxsOng=\"}}}");
        assertEquals(Optional.of(new Credential("me", "p:q")), credentials().of("docker.io", "library/x"));
        assertTrue(credentials().of("registry.example:5000", "x").orElseThrow().isIdentityToken());
        assertEquals(
                "team", credentials().of("r.example", "team/app").orElseThrow().user());
        assertEquals(
                "all", credentials().of("r.example", "other/app").orElseThrow().user());
        assertEquals(Optional.empty(), credentials().of("elsewhere.example", "x"));
    }

    @Test
    void aFileThatIsNoneIsSaidWithoutWhatStandsInIt() throws Exception {
        docker("{\"auths\":{\"r.example\":{\"auth\":\"c2VjcmV0\"}}}");
        ProblemException failure =
                assertThrows(ProblemException.class, () -> credentials().of("r.example", "x"));
        assertInstanceOf(HostProblem.FileUnusable.class, failure.problem());
        assertFalse(failure.problem().toString().contains("c2VjcmV0"));
        docker("{\"auths\": SECRET");
        failure = assertThrows(ProblemException.class, () -> credentials().of("r.example", "x"));
        assertFalse(failure.problem().toString().contains("SECRET"));
    }

    private void helper(String body) throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path program = bin.resolve("docker-credential-test");
        Files.writeString(program, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        environment.put("PATH", bin + ":" + environment.get("PATH"));
        docker("{\"credHelpers\":{\"r.example\":\"test\"},\"other\":1}");
    }

    @Test
    void aHelperKeepsWhatItReadsAndNothingElseDoes() throws Exception {
        helper("case $1 in\n store) cat > " + folder.resolve("kept") + ";;\n get) cat > /dev/null; [ -s "
                + folder.resolve("kept") + " ] || { echo 'credentials not found in native keychain'; exit 1; }; cat "
                + folder.resolve("kept") + ";;\n erase) rm " + folder.resolve("kept") + ";;\nesac\n");
        assertEquals(Optional.empty(), credentials().of("r.example", "x"));
        Credentials.Place place = credentials().keep("r.example", new Credential("me", "s3cret"));
        assertTrue(place.encrypted());
        assertTrue(Files.readString(folder.resolve("kept")).contains("\"Secret\":\"s3cret\""));
        assertFalse(Files.exists(folder.resolve("home/config/registry-auth.json")));
        assertEquals(Optional.of(new Credential("me", "s3cret")), credentials().of("r.example", "x"));
        assertTrue(credentials().forget("r.example"));
        assertFalse(credentials().forget("r.example"));
    }

    @Test
    void aHelperThatFailsIsNamedAndWhatItPrintedIsNot() throws Exception {
        helper("echo '{\"Username\":\"\",\"Secret\":\"s3cret\"}'\n");
        ProblemException failure =
                assertThrows(ProblemException.class, () -> credentials().of("r.example", "x"));
        ImageProblem.CredentialHelperFailed problem =
                assertInstanceOf(ImageProblem.CredentialHelperFailed.class, failure.problem());
        assertFalse(problem.toString().contains("s3cret"));
        docker("{\"credsStore\":\"gone\"}");
        failure = assertThrows(ProblemException.class, () -> credentials().of("r.example", "x"));
        assertTrue(failure.problem().toString().contains("docker-credential-gone"));
        docker("{\"credsStore\":\"../evil\"}");
        assertThrows(ProblemException.class, () -> credentials().of("r.example", "x"));
    }

    /** What somebody sent first to whoever refuses TLS as such, not the certificate: an alert, and the connection ends. */
    private static List<Byte> firstBytesTo(ServerSocket refusing, byte... answer) {
        List<Byte> first = Collections.synchronizedList(new ArrayList<>());
        Thread.ofPlatform().daemon().start(() -> {
            while (!refusing.isClosed()) {
                try (Socket socket = refusing.accept()) {
                    first.add((byte) socket.getInputStream().read());
                    socket.getOutputStream().write(answer);
                    socket.getOutputStream().flush();
                } catch (IOException e) {
                    // Its client ended first.
                }
            }
        });
        return first;
    }

    @Test
    void whatGoesWrongWithTlsIsNoReasonToGoWithout() throws Exception {
        Optional<Security> unverified = Optional.of(Security.UNVERIFIED);
        try (ServerSocket refusing = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            List<Byte> first =
                    firstBytesTo(refusing, (byte) 21, (byte) 3, (byte) 3, (byte) 0, (byte) 2, (byte) 2, (byte) 40);
            assertThrows(
                    ProblemException.class,
                    () -> open().login(
                                    "127.0.0.1:" + refusing.getLocalPort(),
                                    new Credential("me", "s3cret"),
                                    unverified));
            assertFalse(first.isEmpty());
            assertTrue(first.stream().allMatch(one -> one == 22), "only handshakes: " + first);
        }
        byte[] plain = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (ServerSocket speaksHttp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            List<Byte> first = firstBytesTo(speaksHttp, plain);
            assertThrows(
                    ProblemException.class,
                    () -> open().login(
                                    "127.0.0.1:" + speaksHttp.getLocalPort(),
                                    new Credential("me", "s3cret"),
                                    unverified));
            assertTrue(first.contains((byte) 'G'), "where nobody speaks TLS it is spoken to plainly: " + first);
        }
    }

    @Test
    void aSecretIsNeverPartOfAText() {
        assertFalse(new Credential("me", "s3cret").toString().contains("s3cret"));
        assertFalse(new RegistryJson.Token("s3cret", java.time.Duration.ZERO)
                .toString()
                .contains("s3cret"));
    }

    @Test
    void choicesAreKeptBesideWhatIsNotKnown() throws Exception {
        Path file = folder.resolve("home/config/registries.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"later\":{\"a\":1},\"registries\":{\"r.example\":{\"more\":2}}}");
        RegistrySettingsJson settings = open().settings();
        settings.change(
                "r.example",
                choice -> choice.with(Security.HTTP)
                        .withAuthority(Optional.of(Path.of("/ca.pem")))
                        .withMirrors(List.of(URI.create("https://m.example"))));
        String text = Files.readString(file);
        assertTrue(text.contains("\"later\"") && text.contains("\"more\" : 2"), text);
        assertEquals(
                new RegistryChoice(
                        Security.HTTP, Optional.of(Path.of("/ca.pem")), List.of(URI.create("https://m.example"))),
                settings.of("r.example"));
        assertEquals(RegistryChoice.USUAL, settings.of("docker.io"));
        settings.change("r.example", choice -> RegistryChoice.USUAL);
        assertEquals(Map.of(), settings.all());
        Files.writeString(file, "{\"registries\":{\"r.example\":{\"security\":\"none\"}}}");
        assertTrue(assertThrows(ProblemException.class, () -> settings.of("r.example"))
                .problem()
                .toString()
                .contains("'none'"));
        assertEquals(Optional.empty(), RegistrySettingsJson.mirror("https://m.example/path"));
        assertEquals(Optional.empty(), RegistrySettingsJson.mirror("ftp://m.example"));
    }
}
