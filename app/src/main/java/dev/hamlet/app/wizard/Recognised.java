package dev.hamlet.app.wizard;

import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.machine.UsualResources;
import dev.hamlet.engine.media.CdInfo;
import dev.hamlet.engine.media.DiskInfo;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.system.GuestSystem;
import dev.hamlet.engine.system.Recognition;
import dev.hamlet.engine.system.SystemDetector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tells by what a file was recognised as what a machine made from it is called and needs. */
final class Recognised {
    /** What can start a disk that says nothing of it: most were made for a BIOS. */
    static final List<Firmware> ANY = List.of(Firmware.BIOS, Firmware.UEFI);

    private Recognised() {}

    /** This CD image. */
    static Source.Cd cd(CdInfo info, SystemDetector systems, UsualResources usual) throws ProblemException {
        Recognition found = systems.ofCd(info.file());
        String label = info.volumeId().isBlank() ? title(info.file()) : info.volumeId();
        String name = found.system().name().isEmpty() ? label : found.system().name();
        Needs needs = needs(found.system(), usual).withFirmware(firmware(info, found.firmware()));
        return new Source.Cd(info.file(), info, found, name, needs);
    }

    /** This disk; what is in it is told by its name alone. */
    static Source.Disk disk(DiskInfo info, SystemDetector systems, UsualResources usual) {
        String name = title(info.file());
        GuestSystem guess = systems.ofName(name);
        Needs needs = needs(guess, usual)
                .withDisk(null)
                .withFirmware(best(ANY, guess.needs().firmware()));
        return new Source.Disk(info.file(), info, guess, name, needs);
    }

    /** What is usual where nobody knows the system. */
    private static Needs needs(GuestSystem system, UsualResources usual) {
        return system.id().isEmpty()
                ? Needs.usual(usual, ANY).withProfile(system.needs().profile())
                : Needs.of(system.needs());
    }

    /** What can start the image, the one that its system wants first; anything where it says nothing. */
    private static List<Firmware> firmware(CdInfo info, Firmware wanted) {
        List<Firmware> able = new ArrayList<>();
        if (info.bootsBios()) {
            able.add(Firmware.BIOS);
        }
        if (info.bootsUefi()) {
            able.add(Firmware.UEFI);
        }
        return best(able.isEmpty() ? ANY : able, wanted);
    }

    private static List<Firmware> best(List<Firmware> able, Firmware wanted) {
        return able.contains(wanted)
                ? List.copyOf(able.stream()
                        .sorted((one, other) -> Boolean.compare(other == wanted, one == wanted))
                        .toList())
                : able;
    }

    /** The file's name without what says its format. */
    static String title(Path file) {
        String whole = String.valueOf(file.getFileName());
        int dot = whole.lastIndexOf('.');
        return dot > 0 ? whole.substring(0, dot) : whole;
    }
}
