package dev.hamlet.nativebridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KvmAnswerTest {
    private static void passes(String line, KvmAnswer answer) {
        assertEquals(line, answer.toLine());
        assertEquals(Optional.of(answer), KvmAnswer.parse(line + "\n"));
    }

    @Test
    void everyAnswerPassesThroughItsLine() {
        passes("kvm usable 113", new KvmAnswer.Usable(Duration.ofNanos(113_000)));
        passes("kvm absent", new KvmAnswer.Absent());
        passes("kvm no-permission kvm", new KvmAnswer.NoPermission(Optional.of("kvm")));
        passes("kvm no-permission", new KvmAnswer.NoPermission(Optional.empty()));
        passes("kvm too-slow 50321", new KvmAnswer.TooSlow(Duration.ofNanos(50_321_000)));
        passes(
                "kvm broken KVM_CREATE_VM: Device or resource busy",
                new KvmAnswer.Broken("KVM_CREATE_VM: Device or resource busy"));
    }

    @Test
    void wordsOverSeveralLinesBecomeOne() {
        assertEquals("kvm broken a b", new KvmAnswer.Broken("a\n\tb").toLine());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "kvm",
                "kvm usable",
                "kvm usable -1",
                "kvm usable 9223372036854775807000",
                "kvm too-slow x",
                "kvm maybe",
                "WARNING: something of the virtual machine",
                "qemu usable 1"
            })
    void anythingElseIsNoAnswer(String line) {
        assertTrue(KvmAnswer.parse(line).isEmpty());
    }
}
