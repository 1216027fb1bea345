package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstallationLinesTest {
    private final List<Double> told = new ArrayList<>();
    private final InstallationLines lines = new InstallationLines(new Progress() {
        @Override
        public Progress part(Phrase what, double share) {
            throw new UnsupportedOperationException("an installation has no parts");
        }

        @Override
        public void fraction(double fraction) {
            told.add(fraction);
        }

        @Override
        public void bytes(long done, long total) {
            throw new UnsupportedOperationException("nobody knows the bytes");
        }
    });

    @Test
    void theFractionGrowsWithEachStageAndPackageAndNeverGoesBack() {
        lines.accept("I: running apt-get update...");
        lines.accept("Get:1 http://deb.debian.org/debian bookworm InRelease [151 kB]");
        lines.accept("I: downloading packages with apt...");
        for (int i = 0; i < 500; i++) {
            lines.accept("Get:" + i + " http://deb.debian.org/debian bookworm/main amd64 libc6 amd64 2.36 [2757 kB]");
        }
        lines.accept("I: installing essential packages...");
        lines.accept("I: installing remaining packages inside the chroot...");
        double before = told.getLast();
        lines.accept("Unpacking sudo (1.9.13p3-1+deb12u2) ...");
        lines.accept("Setting up sudo (1.9.13p3-1+deb12u2) ...");
        assertTrue(told.getLast() > before);
        lines.accept("I: cleaning package lists and apt cache...");
        lines.accept("hamlet: file system");
        List<Double> sorted = new ArrayList<>(told);
        Collections.sort(sorted);
        assertEquals(sorted, told);
        assertTrue(told.getFirst() > 0 && told.getLast() < 1, told::toString);
    }

    @Test
    void otherLinesChangeNothing() {
        lines.accept("debconf: delaying package configuration, since apt-utils is not installed");
        double first = told.getLast();
        lines.accept("I: /vmlinuz is now a symlink to boot/vmlinuz-6.1.0-56-amd64");
        assertEquals(first, told.getLast());
    }
}
