package dev.hamlet.engine.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("real")
class SeedImageIT {
    private static final String HOSTILE = "O'Brien \"Bob\" # \\ Jürgen 🐧 & < > $ %";

    private final ProcessLauncher launcher = new SystemProcessLauncher(System.getenv());
    private final SeedImage seeds = new SeedImage(launcher);

    @TempDir
    Path folder;

    @BeforeEach
    void needXorriso() {
        Assumptions.assumeTrue(launcher.find("xorriso").isPresent(), "xorriso is not installed");
    }

    private static CloudSeed seed(String fullName) throws Exception {
        return CloudSeed.of("me", "it's # \\ \"me\" Ü", List.of(CloudSeedTest.KEY + " a#b 'c'"), "my-guest")
                .withFullName(fullName)
                .withPlace("de_DE.UTF-8", "Europe/Berlin");
    }

    private Path extract(Path seed) throws Exception {
        Files.copy(seed, folder.resolve("plain.iso"));
        launcher.runOrFail(ProcessSpec.of(
                        "xorriso", List.of("-osirrox", "on", "-indev", "plain.iso", "-extract", "/", "read-back"))
                .in(folder));
        return folder.resolve("read-back");
    }

    @Test
    void theSeedIsACdWithTheLabelThatCloudInitLooksFor() throws Exception {
        Path file = folder.resolve("seed.iso");
        Samples.write(file, "an older seed");
        seeds.write(seed(HOSTILE), "4f2a91", file);
        CdInfo info = new CdImages().inspect(file);
        assertEquals("cidata", info.volumeId());
        assertTrue(info.joliet());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        Path content = extract(file);
        assertEquals(SeedYaml.userData(seedOf(content)), Files.readString(content.resolve("user-data")));
        assertEquals(SeedYaml.metaData(seed(HOSTILE), "4f2a91"), Files.readString(content.resolve("meta-data")));
    }

    /** The seed that was written: every hash has another salt, so it is taken from the file. */
    private static CloudSeed seedOf(Path content) throws Exception {
        String hash = Files.readString(content.resolve("user-data"))
                .lines()
                .filter(line -> line.contains("$6$"))
                .map(line -> line.replaceAll(".*\"(\\$6\\$[^\"]*)\".*", "$1"))
                .findFirst()
                .orElseThrow();
        CloudSeed seed = seed(HOSTILE);
        return new CloudSeed(
                seed.user(), seed.fullName(), hash, seed.sshKeys(), seed.hostname(), seed.locale(), seed.timezone());
    }

    static List<String> hostileNames() {
        return Samples.HOSTILE_NAMES;
    }

    @ParameterizedTest
    @MethodSource("hostileNames")
    void anyFileNameWillDoAndNothingElseIsLeft(String name) throws Exception {
        Path place = Files.createDirectory(folder.resolve("in " + name.substring(0, Math.min(20, name.length()))));
        Path file = place.resolve(name);
        seeds.write(seed("x"), "1", file);
        assertEquals("cidata", new CdImages().inspect(file).volumeId());
        try (Stream<Path> all = Files.list(place)) {
            assertEquals(List.of(file), all.toList());
        }
    }

    @Test
    void withoutXorrisoItIsNamed() throws Exception {
        SeedImage without = new SeedImage(ScriptedLauncher.saying("").withNothingInstalled());
        CloudSeed seed = seed("x");
        assertEquals(
                new MediaProblem.ToolMissing("xorriso", "xorriso"),
                Samples.problem(
                        MediaProblem.ToolMissing.class, () -> without.write(seed, "1", folder.resolve("seed.iso"))));
    }

    /** cloud-init reads with PyYAML, which knows YAML 1.1. */
    @Test
    void theYamlOfCloudInitReadsTheSame() throws Exception {
        Assumptions.assumeTrue(launcher.find("python3").isPresent(), "python3 is not installed: cannot compare");
        List<String> arguments = new ArrayList<>(List.of("-c", """
                import sys, yaml
                for name in sys.argv[1:]:
                    u = yaml.safe_load(open(name, encoding='utf-8'))['user']
                    for v in (u['gecos'], u['name'], u['hashed_passwd'], u['ssh_authorized_keys'][0]):
                        assert isinstance(v, str)
                        print(v)
                """));
        List<String> expected = new ArrayList<>();
        for (String text : List.of(
                HOSTILE, "yes", "no", "12;30", "1_000", "0o7", "2020-01-01", "~", "=", "  lead", "- x", "1e3")) {
            CloudSeed seed = seed(text);
            Path file = folder.resolve("user-data-" + expected.size());
            arguments.add(Files.writeString(file, SeedYaml.userData(seed)).toString());
            expected.addAll(List.of(
                    text,
                    "me",
                    Objects.requireNonNull(seed.passwordHash()),
                    seed.sshKeys().getFirst()));
        }
        ProcessResult result = launcher.run(ProcessSpec.of("python3", arguments));
        Assumptions.assumeFalse(
                result.lastLine().contains("No module named 'yaml'"), "Python has no yaml here: cannot compare");
        assertEquals(expected, result.output().lines().toList(), result.lastLine());
    }
}
