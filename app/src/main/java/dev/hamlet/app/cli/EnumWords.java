package dev.hamlet.app.cli;

import dev.hamlet.app.words.MachineWords;
import dev.hamlet.engine.machine.DeviceProfile;
import dev.hamlet.engine.machine.DisplaySpec;
import dev.hamlet.engine.machine.Firmware;
import java.util.Arrays;
import java.util.Iterator;

/** The values of an enum as a shell completes them: as the help has them, not as Java does. */
abstract class EnumWords implements Iterable<String> {
    private final Class<? extends Enum<?>> type;

    private EnumWords(Class<? extends Enum<?>> type) {
        this.type = type;
    }

    @Override
    public Iterator<String> iterator() {
        return Arrays.stream(type.getEnumConstants()).map(MachineWords::word).iterator();
    }

    /** What boards start with. */
    static final class OfFirmware extends EnumWords {
        OfFirmware() {
            super(Firmware.class);
        }
    }

    /** Graphics cards. */
    static final class OfCard extends EnumWords {
        OfCard() {
            super(DisplaySpec.Card.class);
        }
    }

    /** Kinds of devices. */
    static final class OfProfile extends EnumWords {
        OfProfile() {
            super(DeviceProfile.class);
        }
    }
}
