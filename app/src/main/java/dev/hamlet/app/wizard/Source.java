package dev.hamlet.app.wizard;

import dev.hamlet.engine.media.CdInfo;
import dev.hamlet.engine.media.DiskInfo;
import dev.hamlet.engine.system.GuestSystem;
import dev.hamlet.engine.system.Recognition;
import java.nio.file.Path;

/** What a machine is made from. */
sealed interface Source {
    /** What a machine made from it needs. */
    Needs needs();

    /** What a machine made from it would be called; empty where nothing suggests itself. */
    String name();

    /** Id of the guest's system; empty where nobody knows, or where the engine knows it from the image. */
    default String system() {
        return "";
    }

    /** Whether it takes a user, a password and keys. */
    default boolean takesSeed() {
        return false;
    }

    /** A system of the list. */
    record Listed(Offer offer, Needs needs) implements Source {
        @Override
        public String name() {
            return offer.name();
        }

        @Override
        public boolean takesSeed() {
            return offer.takesSeed();
        }
    }

    /** A CD image where it lies, and what it was recognised as. */
    record Cd(Path file, CdInfo info, Recognition recognition, String name, Needs needs) implements Source {
        @Override
        public String system() {
            return recognition.system().id();
        }
    }

    /** A disk that stays where it is, and what its name says of it. */
    record Disk(Path file, DiskInfo info, GuestSystem guess, String name, Needs needs) implements Source {
        @Override
        public String system() {
            return guess.id();
        }
    }

    /** A new empty disk and nothing to start from yet. */
    record Empty(Needs needs) implements Source {
        @Override
        public String name() {
            return "";
        }
    }
}
