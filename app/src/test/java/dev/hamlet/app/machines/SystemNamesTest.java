package dev.hamlet.app.machines;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hamlet.app.fx.ModelThread;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class SystemNamesTest {
    @Test
    void theIdStandsForTheNameUntilItIsFoundWhichIsAskedOnce() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        ModelThread thread = new ModelThread();
        SystemNames names = new SystemNames(
                id -> {
                    asked.add(id);
                    return Map.of("debian-13", "Debian 13").getOrDefault(id, "");
                },
                thread);
        assertEquals("debian-13", names.name("debian-13"));
        thread.await("the name", () -> names.name("debian-13").equals("Debian 13"));
        thread.await("one that nobody knows", () -> names.name("mine").equals("mine") && asked.contains("mine"));
        thread.await("none", () -> names.name("").isEmpty());
        assertEquals(List.of("debian-13", "mine"), asked);
    }
}
