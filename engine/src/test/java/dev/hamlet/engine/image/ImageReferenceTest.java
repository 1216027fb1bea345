package dev.hamlet.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "busybox, docker.io/library/busybox:latest, busybox:latest",
        "busybox:1.36, docker.io/library/busybox:1.36, busybox:1.36",
        "user/app, docker.io/user/app:latest, user/app:latest",
        "docker.io/busybox, docker.io/library/busybox:latest, busybox:latest",
        "index.docker.io/busybox, docker.io/library/busybox:latest, busybox:latest",
        "docker.io/library/a/b, docker.io/library/a/b:latest, library/a/b:latest",
        "localhost/busybox, localhost/busybox:latest, localhost/busybox:latest",
        "localhost:5000/busybox:x, localhost:5000/busybox:x, localhost:5000/busybox:x",
        "quay.io/a/b_c/d-e--f.g:V1, quay.io/a/b_c/d-e--f.g:V1, quay.io/a/b_c/d-e--f.g:V1",
        "Registry/app, Registry/app:latest, Registry/app:latest",
        "'[::1]:5000/app', '[::1]:5000/app:latest', '[::1]:5000/app:latest'",
    })
    void namesAreCompletedAsDockerDoes(String text, String whole, String familiar) throws ProblemException {
        ImageReference reference = ImageReference.parse(text);
        assertEquals(whole, reference.toString());
        assertEquals(familiar, reference.familiar());
        assertEquals(reference, ImageReference.parse(whole));
        assertEquals(reference, ImageReference.parse(familiar));
    }

    @Test
    void aDigestStandsInPlaceOfTheUsualTag() throws ProblemException {
        ImageReference reference = ImageReference.parse("busybox@" + DIGEST);
        assertEquals("docker.io/library/busybox@" + DIGEST, reference.toString());
        assertEquals(
                "docker.io/library/busybox:1@" + DIGEST,
                ImageReference.parse("busybox:1@" + DIGEST).toString());
        assertEquals("docker.io/library/busybox:latest", reference.tagged().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "a:",
                ":a",
                "A",
                "a b",
                "a/../b",
                "../a",
                "a//b",
                "/a",
                "a/",
                "a:b:c",
                "a:-b",
                "a@b",
                "a@sha256:x",
                "a..b",
                "-a",
                "a-",
                "a:b/c",
                "http://a/b",
                "a\u0000",
                "é"
            })
    void whatIsNoNameIsRefused(String text) {
        ProblemException refused = assertThrows(ProblemException.class, () -> ImageReference.parse(text));
        assertInstanceOf(ImageProblem.ReferenceInvalid.class, refused.problem());
    }

    @Test
    void anIdIsNoNameAndNothingIsEndless() {
        assertThrows(ProblemException.class, () -> ImageReference.parse("ab".repeat(32)));
        assertThrows(ProblemException.class, () -> ImageReference.parse("a".repeat(256)));
        assertThrows(ProblemException.class, () -> ImageReference.parse("a:" + "b".repeat(129)));
        assertThrows(ProblemException.class, () -> ImageReference.parse("a/".repeat(100_000)));
    }

    @Test
    void theBestVariantThatIsNotNewerIsChosen() {
        List<String> variants = List.of("v6", "v7", "v8", "");
        ImageIndex arm = new ImageIndex(
                MediaTypes.INDEX,
                variants.stream().map(variant -> entry("arm", variant)).toList());
        assertEquals("v6", chosen(arm, new Platform("linux", "arm", "v6")));
        assertEquals("v7", chosen(arm, new Platform("linux", "arm", "v7")));
        ImageIndex arm64 = new ImageIndex(MediaTypes.INDEX, List.of(entry("arm64", "")));
        assertEquals("", chosen(arm64, new Platform("linux", "arm64", "v8")));
        assertTrue(arm64.best(new Platform("linux", "amd64", "")).isEmpty());
        assertTrue(arm.best(new Platform("linux", "arm", "v5")).isEmpty());
    }

    private static String chosen(ImageIndex index, Platform host) {
        return index.best(host).flatMap(BlobDescriptor::platform).orElseThrow().variant();
    }

    private static BlobDescriptor entry(String architecture, String variant) {
        byte[] bytes = (architecture + variant).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        return new BlobDescriptor(
                MediaTypes.MANIFEST,
                BlobDigest.of(bytes),
                1,
                Optional.of(new Platform("linux", architecture, variant)),
                java.util.Map.of());
    }

    @Test
    void aManifestThatIsTwoThingsAtOnceIsRefused() {
        String descriptor = "{\"mediaType\":\"x\",\"digest\":\"" + DIGEST + "\",\"size\":1}";
        for (String text : List.of(
                "{\"schemaVersion\":2,\"manifests\":[],\"layers\":[],\"config\":" + descriptor + "}",
                "{\"schemaVersion\":1,\"layers\":[],\"config\":" + descriptor + "}",
                "{\"schemaVersion\":2,\"layers\":[{}],\"config\":" + descriptor + "}",
                "{\"schemaVersion\":2,\"layers\":[],\"layers\":[],\"config\":" + descriptor + "}",
                "{\"schemaVersion\":2,\"layers\":[],\"config\":" + descriptor.replace(":1}", ":-1}") + "}",
                "{\"schemaVersion\":2,\"layers\":[],\"config\":" + descriptor.replace(":1}", ":1.5}") + "}",
                "{\"schemaVersion\":2,\"layers\":[],\"config\":" + descriptor + "} x",
                "[".repeat(5000),
                "[]",
                "null",
                "",
                "{}")) {
            assertThrows(
                    ProblemException.class,
                    () -> ManifestJson.read(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), "x"),
                    text);
        }
    }
}
