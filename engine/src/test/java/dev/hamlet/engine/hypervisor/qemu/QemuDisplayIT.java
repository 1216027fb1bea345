package dev.hamlet.engine.hypervisor.qemu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.display.DisplayEvent;
import dev.hamlet.engine.display.DisplayEvent.SizeAnswer;
import dev.hamlet.engine.display.DisplaySession;
import dev.hamlet.engine.display.Displays;
import dev.hamlet.engine.display.Displays.Pixels;
import dev.hamlet.engine.display.Framebuffer;
import dev.hamlet.engine.display.Heard;
import dev.hamlet.engine.display.PhysicalKey;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.hypervisor.HypervisorFixture;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.DisplaySpec;
import dev.hamlet.engine.machine.Hypervisor;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.nativebridge.UnixSockets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The display of the installed QEMU: what a real guest shows, and what of keys and sizes reaches it. */
@Tag("real")
class QemuDisplayIT extends HypervisorFixture {
    private static final String GREETING = "key guest here\r\n";

    @BeforeAll
    static void requireQemu() {
        RealQemu.assumeInstalled();
    }

    @Override
    protected Hypervisor open(HamletPaths at) {
        return RealQemu.open(at);
    }

    /** One that says every byte of its keyboard's controller on its serial line. */
    private MachineSpec keyGuest(DisplaySpec.Card card) throws Exception {
        MachineSpec spec = machine()
                .addDisk(new DiskSpec("disk0", Path.of("disks/key.raw"), DiskFormat.RAW, false))
                .display(new DisplaySpec(card, 0, 0))
                .build();
        TinyGuest.disk(folderOf(spec).disks().resolve("key.raw"), "key-guest.bin");
        return spec;
    }

    private static void tap(DisplaySession session, PhysicalKey... keys) {
        for (PhysicalKey key : keys) {
            session.press(key);
        }
        session.releaseAll();
    }

    @Test
    void physicalKeysArriveAsTheyAre() throws Exception {
        RunningGuest guest = launch(keyGuest(DisplaySpec.Card.AUTO));
        Heard heard = new Heard();
        try (RunningGuest.SerialLine line = guest.serial(false);
                DisplaySession session = guest.display(heard)) {
            TinyGuest.hear(line.channel(), GREETING);
            heard.next(DisplayEvent.FeaturesChanged.class);
            assertTrue(session.features().physicalKeys());
            tap(session, PhysicalKey.A);
            TinyGuest.hear(line.channel(), "1e 9e ");
            // A German's @: AltGr and Q, and no Control beside it.
            tap(session, PhysicalKey.ALT_RIGHT, PhysicalKey.Q);
            TinyGuest.hear(line.channel(), "e0 38 10 90 e0 b8 ");
            // The key beside the left Shift, which a US keyboard has not.
            tap(session, PhysicalKey.INTL_BACKSLASH);
            TinyGuest.hear(line.channel(), "56 d6 ");
            tap(session, PhysicalKey.CONTROL_RIGHT, PhysicalKey.KEYPAD_ENTER);
            TinyGuest.hear(line.channel(), "e0 1d e0 1c e0 9c e0 9d ");
            tap(session, PhysicalKey.PAUSE);
            TinyGuest.hear(line.channel(), "e1 1d 45 e1 9d c5 ");
            tap(session, PhysicalKey.INTL_YEN, PhysicalKey.HENKAN);
            TinyGuest.hear(line.channel(), "7d 79 f9 fd ");
        }
    }

    @Test
    void theGuestsTextIsSeenInEveryEncoding() throws Exception {
        MachineSpec spec = keyGuest(DisplaySpec.Card.AUTO);
        RunningGuest guest = launch(spec);
        try (RunningGuest.SerialLine line = guest.serial(false)) {
            TinyGuest.hear(line.channel(), GREETING);
        }
        int[] raw = picture(spec, Pixels.RAW);
        // Fourteen letters, none without its strokes, and nothing else.
        long lit = Arrays.stream(raw).filter(pixel -> pixel != 0xff00_0000).count();
        assertTrue(lit > 14 * 10 && lit < 14 * 9 * 16, lit + " pixels are lit");
        assertArrayEquals(raw, picture(spec, Pixels.HEXTILE));
        assertArrayEquals(raw, picture(spec, Pixels.ZRLE));
    }

    private int[] picture(MachineSpec spec, Pixels first) throws Exception {
        Heard heard = new Heard();
        try (DisplaySession session =
                Displays.open(UnixSockets.connect(folderOf(spec).run(), MachineFolder.DISPLAY_SOCKET), heard, first)) {
            int[] picture;
            do {
                heard.awaitFrame();
                picture = Heard.picture(session);
                // Until the guest's text mode is drawn: it is 400 lines high, the BIOS's own before it may not be.
            } while (!session.framebuffer().size().equals(new Framebuffer.Size(720, 400)) || isBlank(picture));
            return picture;
        }
    }

    private static boolean isBlank(int[] picture) {
        return Arrays.stream(picture).allMatch(pixel -> pixel == 0xff00_0000);
    }

    @Test
    void aWishForASizeIsPassedOnToTheGuest() throws Exception {
        RunningGuest guest = launch(keyGuest(DisplaySpec.Card.VIRTIO));
        Heard heard = new Heard();
        try (DisplaySession session = guest.display(heard)) {
            while (!session.features().resizable()) {
                heard.next(DisplayEvent.FeaturesChanged.class);
            }
            assertTrue(session.askSize(1440, 900));
            assertEquals(
                    SizeAnswer.FORWARDED,
                    heard.next(DisplayEvent.SizeAnswered.class).answer());
        }
    }
}
