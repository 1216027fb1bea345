package dev.hamlet.app.wizard;

import dev.hamlet.app.fx.SliderScale;
import dev.hamlet.app.fx.SliderScale.Mark;
import dev.hamlet.app.fx.SliderScale.Meaning;
import dev.hamlet.engine.host.ByteSize;
import java.util.List;

/** The scales of the sliders: what a system needs on what this computer has. Sizes in MiB. */
final class Scales {
    /** Before anything is known. */
    static final SliderScale UNKNOWN = new SliderScale(1, 1, 1, 1, 1, List.of());

    /** No guest of today runs with less. */
    private static final long LEAST_MEMORY = 64;

    private static final long MEMORY_STEP = 64;
    private static final long GIB = 1024;

    /** Sizes of disks are offered up to this much of what is free, since they fill slowly or never. */
    private static final long DISK_OVER_FREE = 2;

    private static final long DISK_OVER_ADVISED = 4;

    private Scales() {}

    static SliderScale vcpus(Room room, Needs needs) {
        long most = room.processors();
        return new SliderScale(
                1,
                most,
                1,
                Math.max(1, most * 3 / 4),
                most,
                List.of(
                        new Mark(Meaning.LEAST, 1),
                        new Mark(Meaning.ADVISED, Math.min(needs.vcpus(), most)),
                        new Mark(Meaning.MOST, most)));
    }

    static SliderScale memory(Room room, Needs needs) {
        long most = Math.max(LEAST_MEMORY, floor(room.memory()));
        long free = Math.min(most, floor(room.memoryFree()));
        long needed = needs.leastMemory().mebibytes();
        // What needs more than this computer has at all may be tried with what there is.
        long least = needed < most ? Math.max(LEAST_MEMORY, needed) : LEAST_MEMORY;
        return new SliderScale(
                least,
                most,
                MEMORY_STEP,
                free / 2,
                free,
                List.of(
                        new Mark(Meaning.LEAST, needed),
                        new Mark(Meaning.ADVISED, needs.memory().mebibytes()),
                        new Mark(Meaning.FREE, free),
                        new Mark(Meaning.MOST, most)));
    }

    /** What is advised; less where so much is not free, but never less than it needs. */
    static long memoryFor(Room room, Needs needs) {
        long advised = needs.memory().mebibytes();
        long free = floor(room.memoryFree());
        if (advised <= free) {
            return advised;
        }
        SliderScale scale = memory(room, needs);
        long least = scale.clamp(needs.leastMemory().mebibytes());
        return free < least ? least : Math.max(least, scale.below(free + 1));
    }

    static SliderScale disk(Room room, Needs.DiskNeeds needs) {
        long least = Math.max(GIB, ceiling(needs.least()));
        long advised = Math.max(least, needs.advised().mebibytes());
        long free = floor(room.diskFree());
        long most = Math.max(DISK_OVER_FREE * free / GIB * GIB, DISK_OVER_ADVISED * advised);
        return new SliderScale(
                least,
                most,
                GIB,
                free / 2,
                free,
                List.of(
                        new Mark(Meaning.LEAST, least),
                        new Mark(Meaning.ADVISED, advised),
                        new Mark(Meaning.FREE, free),
                        new Mark(Meaning.MOST, most)));
    }

    private static long floor(ByteSize size) {
        return size.bytes() >> 20;
    }

    /** Whole GiB are offered, and no less than is needed. */
    private static long ceiling(ByteSize size) {
        return (size.mebibytes() + GIB - 1) / GIB * GIB;
    }
}
