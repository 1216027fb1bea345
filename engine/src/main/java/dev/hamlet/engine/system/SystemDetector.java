package dev.hamlet.engine.system;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.DeviceProfile;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.media.CdImages;
import dev.hamlet.engine.media.CdInfo;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Recognises systems. By a CD image it goes from what is sure to what is a guess: how the volume names itself, then what
 * its files say of it, then words in its texts and in its file name, then how it is built. libosinfo's database is asked
 * first where it is installed; it is read once, at the first image. Safe for use by many threads.
 */
public final class SystemDetector {
    private static final List<Path> OSINFO =
            List.of(Path.of("/usr/share/osinfo"), Path.of("/usr/local/share/osinfo"), Path.of("/etc/osinfo"));

    private static final String DISK_INFO = ".disk/info";
    private static final String TREE_INFO = ".treeinfo";
    private static final String SUSE_PRODUCTS = "media.1/products";

    /** What only a Linux image has. */
    private static final Set<String> LINUX_PLACES = Set.of(
            "isolinux",
            "casper",
            "live",
            "boot/grub/grub.cfg",
            "arch",
            "liveos",
            "images/pxeboot",
            "boot/x86_64/loader");

    /** What only an image of Windows has. */
    private static final Set<String> WINDOWS_PLACES =
            Set.of("sources/install.wim", "sources/install.esd", "sources/boot.wim", "i386/ntdetect.com");

    private final CdImages cds;
    private final Supplier<OsinfoDatabase> database;
    private final Supplier<SystemTable> table;

    /**
     * A detector that asks libosinfo's database in its usual places.
     *
     * @param cds reads the images
     */
    public SystemDetector(CdImages cds) {
        this(cds, OSINFO);
    }

    /**
     * A detector that asks libosinfo's database in these places.
     *
     * @param osinfo folders such as {@code /usr/share/osinfo}; none of them need be there
     */
    public SystemDetector(CdImages cds, List<Path> osinfo) {
        this.cds = cds;
        List<Path> folders = List.copyOf(osinfo);
        this.database = once(() -> OsinfoDatabase.read(folders));
        this.table = once(SystemTable::builtIn);
    }

    private static <T> Supplier<T> once(Supplier<T> source) {
        return new Supplier<>() {
            private @Nullable T value;

            @Override
            public synchronized T get() {
                T known = value;
                if (known == null) {
                    known = source.get();
                    value = known;
                }
                return known;
            }
        };
    }

    /**
     * What this CD image is. Any image has an answer: of one that nobody knows, that nobody knows it.
     *
     * @throws ProblemException {@code CdMissing}, {@code FileUnreadable}, {@code NotACd}
     */
    public Recognition ofCd(Path file) throws ProblemException {
        CdInfo cd = cds.inspect(file);
        Set<String> wanted = new TreeSet<>(Architectures.bootPrograms());
        wanted.addAll(LINUX_PLACES);
        wanted.addAll(WINDOWS_PLACES);
        wanted.addAll(List.of(DISK_INFO, TREE_INFO, SUSE_PRODUCTS));
        return of(cd, cds.peek(file, wanted));
    }

    /**
     * What this text names: an id such as {@code debian-12}, the name of a disk, of a cloud image or of a catalogue's
     * entry. Never reads a file; what names no system has an empty id.
     */
    public GuestSystem ofName(String name) {
        return table.get().named(name).orElseGet(() -> table.get().unknown());
    }

    /** What an image is that says this of itself and holds these files. */
    Recognition of(CdInfo cd, Map<String, String> files) {
        VolumeTexts texts = VolumeTexts.of(cd);
        Optional<SystemKind.Match> own = table.get().match(texts);
        List<OsinfoDatabase.Match> known = database.get().match(texts, cd.volumeBytes());
        String architecture = architecture(texts, cd, files, known);
        if (own.isPresent() || !known.isEmpty()) {
            return ofVolume(cd, own, known, architecture);
        }
        Optional<GuestSystem> told = ofFiles(files);
        if (told.isPresent()) {
            return recognition(
                    cd, List.of(told.get()), Recognition.Certainty.CERTAIN, architecture, Recognition.Medium.UNKNOWN);
        }
        return guess(cd, texts, files, architecture);
    }

    private Recognition ofVolume(
            CdInfo cd, Optional<SystemKind.Match> own, List<OsinfoDatabase.Match> known, String architecture) {
        Map<String, GuestSystem> systems = new LinkedHashMap<>();
        List<GuestSystem> ours = own.map(SystemKind.Match::systems).orElse(List.of());
        List<GuestSystem> theirs =
                known.stream().map(match -> ofEntry(match.entry())).toList();
        boolean theirsIsExact = !known.isEmpty() && known.getFirst().entry().settled();
        // Where both know it, the one that both name; else the database, unless all that it knows is unfinished.
        List<GuestSystem> agreed = ours.stream()
                .filter(one -> theirs.stream().anyMatch(other -> key(one).equals(key(other))))
                .toList();
        agreed.forEach(system -> systems.putIfAbsent(key(system), system));
        boolean oursFirst = !theirsIsExact && ours.stream().anyMatch(GuestSystem::isExact);
        (oursFirst ? ours : theirs).forEach(system -> systems.putIfAbsent(key(system), system));
        if (oursFirst || known.isEmpty()) {
            ours.forEach(system -> systems.putIfAbsent(key(system), system));
        }
        Recognition.Medium medium = own.map(SystemKind.Match::medium).orElse(Recognition.Medium.UNKNOWN);
        if (medium == Recognition.Medium.UNKNOWN && !known.isEmpty()) {
            medium = known.getFirst().medium().live() ? Recognition.Medium.LIVE : Recognition.Medium.INSTALLER;
        }
        return recognition(cd, List.copyOf(systems.values()), Recognition.Certainty.CERTAIN, architecture, medium);
    }

    private String key(GuestSystem system) {
        return table.get().osinfoKey(system);
    }

    private GuestSystem ofEntry(OsinfoEntry entry) {
        for (String shortId : entry.shortIds()) {
            Optional<GuestSystem> own = table.get().ofShortId(shortId, entry.version());
            if (own.isPresent()) {
                return own.get();
            }
        }
        GuestSystem unknown = table.get().unknown();
        SystemFamily family = family(entry.family());
        SystemNeeds needs = unknown.needs();
        String id = entry.shortIds().isEmpty()
                ? SystemVersion.key(entry.name())
                : entry.shortIds().getFirst();
        return new GuestSystem(
                id,
                family,
                entry.distribution().isEmpty() ? id : entry.distribution(),
                entry.name().isEmpty() ? id : entry.name(),
                entry.version(),
                !entry.settled(),
                icon(family),
                new SystemNeeds(
                        needs.minimumVcpus(),
                        needs.recommendedVcpus(),
                        needs.minimumMemory(),
                        needs.recommendedMemory(),
                        needs.minimumDisk(),
                        needs.recommendedDisk(),
                        Firmware.BIOS,
                        database.get().knowsVirtio(entry) ? DeviceProfile.VIRTIO : DeviceProfile.CONSERVATIVE));
    }

    private static SystemFamily family(String word) {
        return switch (word) {
            case "linux" -> SystemFamily.LINUX;
            case "freebsd", "openbsd", "netbsd", "dragonflybsd" -> SystemFamily.BSD;
            case "winnt", "win9x", "win16" -> SystemFamily.WINDOWS;
            case "solaris" -> SystemFamily.SOLARIS;
            case "darwin" -> SystemFamily.MACOS;
            case "msdos" -> SystemFamily.DOS;
            case "haiku" -> SystemFamily.HAIKU;
            default -> SystemFamily.OTHER;
        };
    }

    private static String icon(SystemFamily family) {
        return switch (family) {
            case LINUX -> "linux";
            case WINDOWS -> "windows";
            case BSD -> "freebsd";
            default -> "unknown";
        };
    }

    private Optional<GuestSystem> ofFiles(Map<String, String> files) {
        List<String> telling = new ArrayList<>();
        files.getOrDefault(TREE_INFO, "")
                .lines()
                .map(String::strip)
                .filter(line -> line.matches("(family|version)\\s*=.*"))
                .map(line -> line.substring(line.indexOf('=') + 1).strip())
                .distinct()
                .reduce((one, other) -> one + " " + other)
                .ifPresent(telling::add);
        for (String place : List.of(DISK_INFO, SUSE_PRODUCTS)) {
            files.getOrDefault(place, "").lines().findFirst().ifPresent(telling::add);
        }
        return telling.stream()
                .flatMap(text -> table.get().named(text).stream())
                .filter(system -> !system.distribution().isEmpty())
                .findFirst();
    }

    private Recognition guess(CdInfo cd, VolumeTexts texts, Map<String, String> files, String architecture) {
        String fileName = String.valueOf(cd.file().getFileName());
        Optional<GuestSystem> guessed =
                List.of(texts.volume(), texts.publisher(), texts.application(), fileName).stream()
                        .flatMap(text -> table.get().named(text).stream())
                        .filter(system -> !system.distribution().isEmpty())
                        .findFirst();
        if (guessed.isEmpty() && WINDOWS_PLACES.stream().anyMatch(files::containsKey)) {
            guessed = table.get().named("windows");
        } else if (guessed.isEmpty()
                && !cd.boot().isEmpty()
                && LINUX_PLACES.stream().anyMatch(files::containsKey)) {
            guessed = Optional.of(table.get().linux());
        }
        return recognition(
                cd,
                List.of(guessed.orElseGet(() -> table.get().unknown())),
                guessed.isPresent() ? Recognition.Certainty.PROBABLE : Recognition.Certainty.NONE,
                architecture,
                Recognition.Medium.UNKNOWN);
    }

    private static String architecture(
            VolumeTexts texts, CdInfo cd, Map<String, String> files, List<OsinfoDatabase.Match> known) {
        String tree = files.getOrDefault(TREE_INFO, "")
                .lines()
                .map(String::strip)
                .filter(line -> line.matches("arch\\s*=.*"))
                .findFirst()
                .orElse("");
        List<String> telling = new ArrayList<>(List.of(
                Architectures.named(texts.volume()),
                Architectures.named(texts.application()),
                Architectures.named(tree.replace('=', ' ')),
                Architectures.named(files.getOrDefault(DISK_INFO, ""))));
        telling.add(windowsArchitecture(texts));
        telling.add(Architectures.booted(files.keySet()));
        telling.add(known.isEmpty() ? "" : known.getFirst().architecture());
        telling.add(Architectures.named(String.valueOf(cd.file().getFileName())));
        return telling.stream().filter(word -> !word.isEmpty()).findFirst().orElse("");
    }

    /** As Microsoft's labels have it: {@code CCCOMA_X64FRE_EN-US_DV9}. */
    private static String windowsArchitecture(VolumeTexts texts) {
        String volume = texts.volume();
        return volume.contains("_X64")
                ? "x86_64"
                : volume.contains("_A64") ? "aarch64" : volume.contains("_X86") ? "i686" : "";
    }

    private Recognition recognition(
            CdInfo cd,
            List<GuestSystem> systems,
            Recognition.Certainty certainty,
            String architecture,
            Recognition.Medium medium) {
        List<GuestSystem> all = systems.stream()
                .map(system -> withResources(system, architecture))
                .toList();
        GuestSystem first = all.getFirst();
        return new Recognition(
                first, certainty, architecture, live(cd, medium), firmware(cd, first), all.subList(1, all.size()));
    }

    private static Recognition.Medium live(CdInfo cd, Recognition.Medium medium) {
        boolean says = (cd.volumeId() + " " + cd.application())
                .toLowerCase(Locale.ROOT)
                .contains("live");
        return medium == Recognition.Medium.UNKNOWN && says ? Recognition.Medium.LIVE : medium;
    }

    /** What the system asks for, if the medium starts so. */
    private static Firmware firmware(CdInfo cd, GuestSystem system) {
        Firmware wanted = system.needs().firmware();
        if (wanted == Firmware.BIOS && !cd.bootsBios() && cd.bootsUefi()) {
            return Firmware.UEFI;
        } else if (wanted == Firmware.UEFI && !cd.bootsUefi() && cd.bootsBios()) {
            return Firmware.BIOS;
        }
        return wanted;
    }

    /** The database's figures, where it has any for this system. */
    private GuestSystem withResources(GuestSystem system, String architecture) {
        if (system.id().isEmpty()) {
            return system;
        }
        return database.get()
                .find(key(system))
                .map(OsinfoEntry::resources)
                .map(all -> all.getOrDefault(architecture, all.get("all")))
                .map(figures -> system.with(needs(system.needs(), figures)))
                .orElse(system);
    }

    private static SystemNeeds needs(SystemNeeds own, OsinfoEntry.Resources figures) {
        return new SystemNeeds(
                figures.minimumVcpus() > 0 ? figures.minimumVcpus() : own.minimumVcpus(),
                Math.max(figures.recommendedVcpus(), own.recommendedVcpus()),
                size(figures.minimumMemory(), own.minimumMemory()),
                size(figures.recommendedMemory(), own.recommendedMemory()),
                size(figures.minimumDisk(), own.minimumDisk()),
                size(figures.recommendedDisk(), own.recommendedDisk()),
                own.firmware(),
                own.profile());
    }

    private static ByteSize size(long theirs, ByteSize own) {
        return theirs > 0 ? new ByteSize(theirs) : own;
    }
}
