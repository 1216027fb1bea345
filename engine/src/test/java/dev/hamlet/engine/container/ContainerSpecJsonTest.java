package dev.hamlet.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.image.ImageConfig.HealthCheck;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContainerSpecJsonTest {
    private static final Path FILE = Path.of("/somewhere/container.json");

    private static ContainerSpec spec(String name, ContainerWish wish) {
        return new ContainerSpec(
                new ContainerId("ab".repeat(32)),
                name,
                new ImageDefaults(
                        "app",
                        "sha256:" + "0".repeat(64),
                        List.of("/entry"),
                        List.of("serve"),
                        List.of("A=1", "B=2"),
                        "srv",
                        "nobody",
                        "SIGQUIT",
                        List.of("/var/lib/app", "srv/", "/"),
                        Map.of("maker", "us", "stage", "test"),
                        Optional.of(new HealthCheck(
                                List.of("CMD", "ask"),
                                Duration.ofSeconds(9),
                                Duration.ZERO,
                                Duration.ofMillis(1500),
                                Duration.ZERO,
                                2))),
                wish,
                Map.of("/srv", "0123"),
                Instant.parse("2026-01-02T03:04:05Z"),
                ContainerSpecJson.UnknownKeys.NONE);
    }

    private static final ContainerWish ALL = ContainerWish.of(List.of("-c", "true"))
            .with(draft -> draft.entrypoint(Optional.of(List.of("/bin/sh")))
                    .environment(List.of("B=3", "C=4"))
                    .workingDirectory("/tmp")
                    .user("1:2")
                    .hostname("box")
                    .labels(Map.of("stage", "real", "owner", ""))
                    .limits(new ContainerLimits(Optional.of(ByteSize.ofMebibytes(64)), 0.5, 10))
                    .ulimits(List.of(new Ulimit("nofile", 100, 200), new Ulimit("core", -1, -1)))
                    .confined(false)
                    .removedAfter(true)
                    .network(new NetworkWish(
                            "inner",
                            List.of(
                                    new PublishedPort("0.0.0.0", 8080, 80, PublishedPort.Protocol.TCP),
                                    new PublishedPort("127.0.0.1", 0, 53, PublishedPort.Protocol.UDP)),
                            List.of("db:10.0.0.1"),
                            List.of("192.168.1.1")))
                    .files(new FilesWish(
                            List.of(
                                    new MountWish.Bind(Path.of("/home/me"), "/home", true),
                                    new MountWish.Volume("data", "/data", false, true),
                                    new MountWish.Volume("", "/cache", true, false),
                                    new MountWish.Memory("/tmp", Optional.of(ByteSize.ofMebibytes(8)), 0700)),
                            true,
                            List.of(new DeviceWish(Path.of("/dev/fuse"), "/dev/fuse", "rw"))))
                    .init(true));

    private static ContainerWish restarted(String policy) throws Exception {
        return ContainerWish.of(List.of()).with(Upkeep.USUAL.with(RestartPolicy.parse(policy)));
    }

    @Test
    void aContainerThatIsRemovedWithItsEndIsNotStartedAgain() throws Exception {
        ContainerSpec _ = spec("one", restarted("always")).checked();
        ContainerWish both = ALL.with(Upkeep.USUAL.with(RestartPolicy.parse("always")));
        ProblemException thrown =
                assertThrows(ProblemException.class, () -> spec("one", both).checked());
        assertInstanceOf(ContainerProblem.ContainerSettingInvalid.class, thrown.problem());
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        for (ContainerWish wish : List.of(
                ALL,
                ContainerWish.of(List.of()),
                restarted("on-failure:3"),
                restarted("no")
                        .with(Upkeep.USUAL.with(Upkeep.UNASKED).with(new LogLimits(ByteSize.ofMebibytes(1), 7))))) {
            ContainerSpec spec = spec("one", wish);
            ContainerSpec read = ContainerSpecJson.read(ContainerSpecJson.write(spec), FILE);
            assertEquals(spec.wish(), read.wish());
            assertEquals(spec.image(), read.image());
            assertEquals(spec.name(), read.name());
            assertEquals(spec.volumes(), read.volumes());
        }
    }

    @Test
    void keysOfALaterVersionAreKept() throws Exception {
        String text =
                new String(ContainerSpecJson.write(spec("one", ContainerWish.of(List.of()))), StandardCharsets.UTF_8);
        String later = text.replace("\"name\" : \"one\"", "\"name\" : \"one\", \"later\" : [ 1 ]")
                .replace("\"wish\" : {", "\"wish\" : { \"ports\" : 7 ");
        ContainerSpec read = ContainerSpecJson.read(later.getBytes(StandardCharsets.UTF_8), FILE);
        String again = new String(ContainerSpecJson.write(read), StandardCharsets.UTF_8);
        assertTrue(again.contains("\"later\" : [ 1 ]") && again.contains("\"ports\" : 7"), again);
    }

    @Test
    void whatCannotBeIsRefusedInWords() {
        for (String text : List.of("", "[]", "{}", "{\"format\": 1, \"id\": \"../x\"}", "{ cut")) {
            ProblemException refused = assertThrows(
                    ProblemException.class,
                    () -> ContainerSpecJson.read(text.getBytes(StandardCharsets.UTF_8), FILE),
                    text);
            assertInstanceOf(ContainerProblem.ContainerUnreadable.class, refused.problem());
        }
        ProblemException future = assertThrows(
                ProblemException.class,
                () -> ContainerSpecJson.read("{\"format\": 2}".getBytes(StandardCharsets.UTF_8), FILE));
        assertEquals(new ContainerProblem.ContainerFromFuture(FILE, 2, 1), future.problem());
        for (String name : List.of("", "a", "-a", "a b", "a/b", "a".repeat(129))) {
            ProblemException named = assertThrows(
                    ProblemException.class,
                    () -> spec(name, ContainerWish.of(List.of())).checked(),
                    name);
            assertInstanceOf(ContainerProblem.ContainerSettingInvalid.class, named.problem());
        }
    }

    @Test
    void theUsersWordsGoBeforeTheImages() {
        ContainerSpec plain = spec("one", ContainerWish.of(List.of()));
        assertEquals(List.of("/entry", "serve"), plain.arguments());
        assertEquals("/srv", plain.workingDirectory());
        assertEquals("nobody", plain.user());
        assertEquals(
                List.of("/entry", "other"),
                spec("one", ContainerWish.of(List.of("other"))).arguments());
        ContainerSpec all = spec("one", ALL);
        assertEquals(List.of("/bin/sh", "-c", "true"), all.arguments());
        assertEquals("{A=1, B=3, C=4}", all.environment().toString());
        assertEquals("box", all.hostname());
        assertEquals("{maker=us, owner=, stage=real}", all.labels().toString());
    }

    @Test
    void whatTheImageWantsKeptIsAVolumeWhereNothingElseIsMounted() throws Exception {
        ContainerSpec plain = spec("one", ContainerWish.nothing());
        assertEquals(List.of("/var/lib/app", "/srv"), plain.unnamedVolumes());
        assertEquals(
                List.of(
                        new MountWish.Volume("0123", "/srv", false, true),
                        new MountWish.Volume("", "/var/lib/app", false, true)),
                plain.mounts(),
                "what lies deeper comes later");
        MountWish own = new MountWish.Memory("/var/lib/app", Optional.empty(), 01777);
        ContainerSpec covered = spec("one", ContainerWish.nothing().with(draft -> draft.files(FilesWish.of(own))));
        assertEquals(List.of("/srv"), covered.unnamedVolumes());
        ContainerSpec twice = spec("one", ContainerWish.nothing().with(draft -> draft.files(FilesWish.of(own, own))));
        assertInstanceOf(
                ContainerProblem.ContainerSettingInvalid.class,
                assertThrows(ProblemException.class, twice::checked).problem());
    }

    @Test
    void piecesOfALogAreJoinedToLinesEachStreamForItself() {
        List<ContainerLog.Piece> pieces = java.util.stream.Stream.of(
                        "2026-11-25T02:36:14.888738186+00:00 stdout P one ",
                        "2026-11-25T02:36:14.888738187+00:00 stderr F other",
                        "cut off",
                        "2026-11-25T02:36:14.888738188+00:00 stdout F line",
                        "2026-11-25T02:36:14.888738189+00:00 stdout P rest")
                .map(line -> ContainerLog.parse(line.getBytes(StandardCharsets.UTF_8)))
                .flatMap(Optional::stream)
                .toList();
        LogLines lines = new LogLines();
        assertEquals(
                List.of("other", "one line"),
                lines.lines(pieces).stream()
                        .map(line -> new String(line.text(), StandardCharsets.UTF_8))
                        .toList());
        assertEquals("rest", new String(lines.rest().getFirst().text(), StandardCharsets.UTF_8));
        assertEquals(List.of(), lines.rest());
    }
}
