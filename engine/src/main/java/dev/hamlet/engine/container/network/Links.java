package dev.hamlet.engine.container.network;

import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.NetworkLinks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the links of our networks are: on this computer, or in the user namespace. */
sealed interface Links permits Links.OfThisComputer, LinksInside {
    boolean has(String link) throws NativeException, ProblemException;

    /** Whether a table of rules of this name is there. */
    boolean hasTable(String name) throws NativeException, ProblemException;

    /** See {@link NetworkLinks#addBridge}; one that is there already is no failure. */
    void addBridge(String name, int address) throws NativeException, ProblemException, InterruptedException;

    /** See {@link NetworkLinks#raise}. */
    void raise(String name, int address, int prefix) throws NativeException, ProblemException, InterruptedException;

    /** See {@link NetworkLinks#remove}. */
    void remove(String name) throws NativeException, ProblemException, InterruptedException;

    /** See {@link NetworkLinks#connect}. */
    void connect(NetworkLinks.Pair pair) throws NativeException, ProblemException, InterruptedException;

    /** See {@link NetworkLinks#dropsForwarded}. */
    boolean dropsForwarded() throws NativeException;

    /**
     * Whether a switch of the kernel is on.
     *
     * @param name below {@code /proc/sys/net}
     */
    boolean isOn(String name);

    /** Turns a switch on; one that the kernel does not have needs no turning. */
    void turnOn(String name) throws IOException;

    /** By netlink. */
    record OfThisComputer() implements Links {
        private static final Path SWITCHES = Path.of("/proc/sys/net");

        @Override
        public boolean has(String link) throws NativeException {
            return NetworkLinks.find(link).isPresent();
        }

        @Override
        public boolean hasTable(String name) throws NativeException {
            return NetworkLinks.hasTable(name);
        }

        @Override
        public void addBridge(String name, int address) throws NativeException {
            NetworkLinks.addBridge(name, address);
        }

        @Override
        public void raise(String name, int address, int prefix) throws NativeException {
            NetworkLinks.raise(name, address, prefix);
        }

        @Override
        public void remove(String name) throws NativeException {
            NetworkLinks.remove(name);
        }

        @Override
        public void connect(NetworkLinks.Pair pair) throws NativeException {
            NetworkLinks.connect(pair);
        }

        @Override
        public boolean dropsForwarded() throws NativeException {
            return NetworkLinks.dropsForwarded();
        }

        @Override
        public boolean isOn(String name) {
            try {
                return Files.readAllLines(SWITCHES.resolve(name)).equals(List.of("1"));
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public void turnOn(String name) throws IOException {
            Path file = SWITCHES.resolve(name);
            if (Files.exists(file) && !isOn(name)) {
                Files.writeString(file, "1");
            }
        }
    }
}
