package dev.hamlet.engine.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.host.DesktopNotices.Kind;
import dev.hamlet.engine.host.DesktopNotices.Notice;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Notices over a real message bus, to a service of the test. */
@Tag("real")
@Timeout(60)
class DesktopNoticesIT {
    private static final Notice NOTICE =
            new Notice(Kind.WRONG, "--help \"web\" & 'mail' $HOME", "<b>no</b> room & no 'disk'\n-1 \u00fc");

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void needsABus() {
        SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());
        for (String program : List.of("dbus-daemon", "busctl")) {
            assumeTrue(launcher.find(program).isPresent(), program + " is not installed");
        }
    }

    private static DesktopNotices at(String address) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("DBUS_SESSION_BUS_ADDRESS", address);
        return new DesktopNotices(new SystemProcessLauncher(environment));
    }

    @Test
    void whatIsToldArrivesAsItIs() throws Exception {
        try (SessionBus bus = new SessionBus(folder)) {
            bus.serve(List.of("body", "persistence"));
            assertTrue(at(bus.address()).show(NOTICE));
            assertEquals(
                    new SessionBus.Shown("Hamlet", "dialog-warning", NOTICE.title(), NOTICE.text()),
                    bus.shown.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aServiceThatReadsMarkupGetsNone() throws Exception {
        try (SessionBus bus = new SessionBus(folder)) {
            bus.serve(List.of("actions", "body", "body-markup"));
            assertTrue(at(bus.address()).show(NOTICE));
            assertEquals(
                    new SessionBus.Shown(
                            "Hamlet",
                            "dialog-warning",
                            NOTICE.title(),
                            "&lt;b&gt;no&lt;/b&gt; room &amp; no 'disk'\n-1 \u00fc"),
                    bus.shown.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void withoutAServiceOrABusNothingIsToldAndNothingFails() throws Exception {
        try (SessionBus bus = new SessionBus(folder)) {
            assertFalse(at(bus.address()).show(NOTICE));
        }
        assertFalse(at("unix:path=" + folder.resolve("nowhere")).show(NOTICE));
        assertFalse(new DesktopNotices(new SystemProcessLauncher(Map.of("PATH", folder.toString()))).show(NOTICE));
    }
}
