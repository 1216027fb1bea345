package dev.hamlet.engine.system;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.DeviceProfile;
import dev.hamlet.engine.machine.Firmware;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Hamlet's own table of systems. The first kind that fits is the one; a special one stands before a general one. */
final class SystemTable {
    private static final String BUILT_IN = "dev/hamlet/assets/systems.json";
    private static final int LONGEST_TEXT = 512;

    private static final GuestSystem UNKNOWN = new GuestSystem(
            "",
            SystemFamily.UNKNOWN,
            "",
            "",
            "",
            false,
            "unknown",
            new SystemNeeds(
                    1,
                    2,
                    ByteSize.ofMebibytes(512),
                    ByteSize.ofGibibytes(2),
                    ByteSize.ofGibibytes(4),
                    ByteSize.ofGibibytes(20),
                    Firmware.BIOS,
                    DeviceProfile.CONSERVATIVE));

    private final List<SystemKind> kinds;

    SystemTable(List<SystemKind> kinds) {
        this.kinds = List.copyOf(kinds);
    }

    /** The table that came with this version. */
    static SystemTable builtIn() {
        try (InputStream stream = SystemTable.class.getClassLoader().getResourceAsStream(BUILT_IN)) {
            if (stream == null) {
                throw new IllegalStateException("missing resource " + BUILT_IN);
            }
            return new SystemTable(SystemTableJson.read(stream.readAllBytes()));
        } catch (IOException e) {
            throw new IllegalStateException("unreadable resource " + BUILT_IN, e);
        }
    }

    List<SystemKind> kinds() {
        return kinds;
    }

    /** What a volume with these texts is. */
    Optional<SystemKind.Match> match(VolumeTexts texts) {
        return kinds.stream().flatMap(kind -> kind.match(texts).stream()).findFirst();
    }

    /** What a text names: a file name, an id, a sentence. Longer ones than anybody writes name nothing. */
    Optional<GuestSystem> named(String text) {
        if (text.length() > LONGEST_TEXT) {
            return Optional.empty();
        }
        String plain = text.toLowerCase(Locale.ROOT);
        return kinds.stream()
                .flatMap(kind -> kind.ofId(plain).stream())
                .findFirst()
                .or(() -> kinds.stream()
                        .flatMap(kind -> kind.named(plain).stream())
                        .findFirst())
                .map(this::withoutDistribution);
    }

    /** What libosinfo calls so; of several kinds the one with the longest name of it, a flavour's origin before it. */
    Optional<GuestSystem> ofShortId(String shortId, String version) {
        Optional<GuestSystem> found = Optional.empty();
        int longest = 0;
        for (SystemKind kind : kinds) {
            Optional<GuestSystem> one = kind.ofShortId(shortId, version);
            if (one.isPresent() && kind.osinfoPrefix(shortId) >= longest) {
                found = one;
                longest = kind.osinfoPrefix(shortId);
            }
        }
        return found;
    }

    /** The short id that libosinfo would have for it, without punctuation. */
    String osinfoKey(GuestSystem system) {
        return kinds.stream()
                .filter(kind -> kind.id().equals(system.distribution()))
                .map(kind -> kind.osinfoKey(system))
                .findFirst()
                .orElseGet(() -> SystemVersion.key(system.id()));
    }

    /** Some Linux. */
    GuestSystem linux() {
        return kinds.stream()
                .filter(kind -> kind.id().equals("linux"))
                .map(kind -> withoutDistribution(kind.system("")))
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** No system that anybody knows. */
    GuestSystem unknown() {
        return UNKNOWN;
    }

    /** Linux is a family, not a distribution. */
    private GuestSystem withoutDistribution(GuestSystem system) {
        return system.distribution().equals("linux")
                ? new GuestSystem(
                        system.id(), system.family(), "", system.name(), "", false, system.icon(), system.needs())
                : system;
    }
}
