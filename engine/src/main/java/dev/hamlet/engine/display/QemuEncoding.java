package dev.hamlet.engine.display;

import dev.hamlet.engine.display.DisplayEvent.PointerMode;
import java.io.IOException;

/**
 * What QEMU tells beside pixels (rfbproto, "QEMU Pointer Motion Change", "QEMU Extended Key Event" and "LED State
 * Pseudo-encoding").
 */
final class QemuEncoding implements Encoding {
    private final Kind kind;
    private final ServerSays server;

    enum Kind {
        POINTER_MODE(-257),
        PHYSICAL_KEYS(-258),
        LEDS(-261);

        private final int number;

        Kind(int number) {
            this.number = number;
        }
    }

    QemuEncoding(Kind kind, ServerSays server) {
        this.kind = kind;
        this.server = server;
    }

    @Override
    public int number() {
        return kind.number;
    }

    @Override
    public void read(RfbInput in, Area where) throws IOException {
        switch (kind) {
            case POINTER_MODE ->
                server.tell(new DisplayEvent.PointerModeChanged(
                        where.x == 0 ? PointerMode.RELATIVE : PointerMode.ABSOLUTE));
            case PHYSICAL_KEYS -> server.physicalKeys();
            case LEDS -> {
                int lit = in.u8();
                server.tell(new DisplayEvent.LedsChanged((lit & 1) != 0, (lit & 2) != 0, (lit & 4) != 0));
            }
        }
    }
}
