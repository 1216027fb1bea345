package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hamlet.engine.transfer.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChecksumFileTest {
    private static final String A = "0123456789abcdef".repeat(4);
    private static final String B = "fedcba9876543210".repeat(4);
    private static final Digest.Algorithm SHA256 = Digest.Algorithm.SHA256;

    @Test
    void coreutilsLinesAreRead() {
        String file = B + "  a.qcow2.old\n" + A + "  a.qcow2\n" + B + " *b.img\n";
        assertEquals(Optional.of(new Digest(SHA256, A)), ChecksumFile.find(file, SHA256, "a.qcow2"));
        assertEquals(Optional.of(new Digest(SHA256, B)), ChecksumFile.find(file, SHA256, "b.img"));
    }

    @Test
    void fedorasSignedFileIsRead() {
        String file = """
                -----BEGIN PGP SIGNED MESSAGE-----
                Hash: SHA256

                # Fedora-Cloud-Base-Generic-44-1.7.x86_64.qcow2: 583729152 bytes
                SHA256 (Fedora-Cloud-Base-Generic-44-1.7.x86_64.qcow2) = %s
                SHA256 (Fedora-Cloud-Base-UEFI-UKI-44-1.7.x86_64.qcow2) = %s
                -----BEGIN PGP SIGNATURE-----

                iQIzBAEBCAAdFiEE
                -----END PGP SIGNATURE-----
                """.formatted(A.toUpperCase(java.util.Locale.ROOT), B);
        assertEquals(
                Optional.of(new Digest(SHA256, A)),
                ChecksumFile.find(file, SHA256, "Fedora-Cloud-Base-Generic-44-1.7.x86_64.qcow2"));
    }

    @Test
    void aDigestAloneIsOfTheFileBesideIt() {
        assertEquals(Optional.of(new Digest(SHA256, A)), ChecksumFile.find(A + "\n", SHA256, "anything.qcow2"));
    }

    @Test
    void twoWordsOnOneFileAreNoWord() {
        String file = A + "  a.qcow2\n" + B + "  a.qcow2\n";
        assertEquals(Optional.empty(), ChecksumFile.find(file, SHA256, "a.qcow2"));
    }

    @Test
    void aDigestOfAnotherAlgorithmIsNotTaken() {
        assertEquals(Optional.empty(), ChecksumFile.find("MD5 (a.qcow2) = " + A, SHA256, "a.qcow2"));
        assertEquals(Optional.empty(), ChecksumFile.find(A + "  a.qcow2", Digest.Algorithm.SHA512, "a.qcow2"));
    }

    @Test
    void whateverASiteSendsIsReadWithoutAFailure() {
        Random random = new Random(7);
        String alphabet = A + " *()=\n\r\\SHA256-a.qcow2\u0000\uD800é";
        for (int round = 0; round < 2000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(300); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String sent = new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            assertEquals(Optional.empty(), ChecksumFile.find(sent, Digest.Algorithm.SHA512, "a.qcow2"));
        }
    }
}
