package dev.hamlet.engine.hypervisor.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SystemdScopeTest {
    private static final String UNIT = "hamlet-web-0a1b2c-4711.scope";

    @Test
    void theUsersOwnManagerIsAskedAndTheSystemsByRoot() {
        List<String> user = SystemdScope.placing(false, UNIT, 4711);
        assertEquals("--user", user.getFirst());
        List<String> root = SystemdScope.placing(true, UNIT, 4711);
        assertFalse(root.contains("--user"));
        assertEquals(user.subList(1, user.size()), root);
    }

    @Test
    void aProcessIsPlacedInAScopeThatGoesWithIt() {
        assertEquals(
                List.of(UNIT, "fail", "[(PIDs <[4711]>), (CollectMode <inactive-or-failed>)]", "[]"),
                values(SystemdScope.placing(true, UNIT, 4711), "StartTransientUnit", "ssa(sv)a(sa(sv))"));
    }

    @Test
    void aLimitIsTimeOfProcessorsForEachSecondAndTheGreatestNumberIsNone() {
        assertEquals(
                List.of(UNIT, "true", "[(CPUQuotaPerSecUSec <1500000>)]"),
                values(SystemdScope.limiting(true, UNIT, 1.5), "SetUnitProperties", "sba(sv)"));
        assertEquals(
                List.of(UNIT, "true", "[(CPUQuotaPerSecUSec <18446744073709551615>)]"),
                values(SystemdScope.limiting(true, UNIT, Double.POSITIVE_INFINITY), "SetUnitProperties", "sba(sv)"));
    }

    /** busctl(1): a value for each letter of the signature, arrays by their count, variants by their own signature. */
    private static List<String> values(List<String> call, String method, String signature) {
        assertEquals(
                List.of(
                        "call",
                        "org.freedesktop.systemd1",
                        "/org/freedesktop/systemd1",
                        "org.freedesktop.systemd1.Manager",
                        method,
                        signature),
                call.subList(0, 6));
        List<String> words = new ArrayList<>(call.subList(6, call.size()));
        List<String> values = new ArrayList<>();
        for (int i = 0; i < signature.length(); i++) {
            if (signature.charAt(i) != 'a') {
                values.add(words.removeFirst());
                continue;
            }
            i = signature.startsWith("(sv)", i + 1) ? i + 4 : signature.length();
            values.add(properties(words));
        }
        assertEquals(List.of(), words);
        return values;
    }

    private static String properties(List<String> words) {
        List<String> all = new ArrayList<>();
        for (int count = Integer.parseInt(words.removeFirst()); count > 0; count--) {
            all.add("(" + words.removeFirst() + " <" + variant(words.removeFirst(), words) + ">)");
        }
        return all.toString();
    }

    private static String variant(String signature, List<String> words) {
        if (!signature.startsWith("a")) {
            return words.removeFirst();
        }
        List<String> all = new ArrayList<>();
        for (int count = Integer.parseInt(words.removeFirst()); count > 0; count--) {
            all.add(variant(signature.substring(1), words));
        }
        return all.toString();
    }
}
