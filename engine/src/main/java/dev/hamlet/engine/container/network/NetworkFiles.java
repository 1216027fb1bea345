package dev.hamlet.engine.container.network;

import dev.hamlet.engine.container.Subnet;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is kept of networks: a folder for each with {@code network.json}, and in {@code addresses} a file for each address
 * that a container has, named by it. Written by whoever has the turn; what a container has is also removed by the script
 * that runs at its end.
 */
final class NetworkFiles {
    private static final String DEFINITION = "network.json";
    private static final String ADDRESS = "[0-9]{1,3}(\\.[0-9]{1,3}){3}";

    private final Path all;

    NetworkFiles(Path all) {
        this.all = all;
    }

    /** The folder that has a folder for each network. */
    Path all() {
        return all;
    }

    Path turn() {
        return all.resolve(".lock");
    }

    /** Names links on which packets pass for our sake, after the id of the boot. */
    Path opened() {
        return all.resolve(".opened");
    }

    /** What nftables is told. */
    Path rules() {
        return all.resolve(".rules");
    }

    List<Definition> networks() throws ProblemException {
        List<Definition> networks = new ArrayList<>();
        for (Path folder : list(all)) {
            network(folder.getFileName().toString()).ifPresent(networks::add);
        }
        return networks;
    }

    /**
     * The network of this name.
     *
     * @throws ProblemException {@code FileUnusable} where there is one that cannot be read
     */
    Optional<Definition> network(String name) throws ProblemException {
        return bytes(all.resolve(name).resolve(DEFINITION))
                .flatMap(content -> NetworkJson.readDefinition(name, content));
    }

    /** Writes a network that is new, or nothing of it. */
    void write(Definition network) throws ProblemException {
        Path folder = all.resolve(network.name());
        Path addresses = folder.resolve("addresses");
        HamletPaths.makePrivate(addresses);
        try {
            WholeFile.write(folder.resolve(DEFINITION), NetworkJson.write(network));
        } catch (IOException e) {
            try {
                for (Path one : List.of(folder.resolve(DEFINITION), addresses, folder)) {
                    Files.deleteIfExists(one);
                }
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw HamletPaths.unusable(folder, e);
        }
    }

    /** Removes a network that has no leases. */
    void delete(Definition network) throws ProblemException {
        Path folder = all.resolve(network.name());
        try {
            Files.deleteIfExists(folder.resolve(DEFINITION));
            // Beside addresses there may be what a process that was killed has half written.
            for (Path one : List.of(folder.resolve("addresses"), folder)) {
                try (Stream<Path> files = Files.list(one)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(one);
            }
        } catch (IOException e) {
            throw HamletPaths.unusable(folder, e);
        }
    }

    /** Where this address of this network is noted. */
    Path address(String network, int address) {
        return all.resolve(network).resolve("addresses").resolve(Subnet.text(address));
    }

    List<Lease> leases(Definition network) throws ProblemException {
        List<Lease> leases = new ArrayList<>();
        for (Path file : list(all.resolve(network.name()).resolve("addresses"))) {
            lease(network.name(), file).ifPresent(leases::add);
        }
        return leases;
    }

    /**
     * Addresses that are somebody's. One whose file cannot be understood is too: who knows that nobody has it. The script at
     * the end of a container leaves an empty file.
     */
    Set<Integer> taken(Definition network) throws ProblemException {
        Set<Integer> taken = new HashSet<>();
        for (Path file : list(all.resolve(network.name()).resolve("addresses"))) {
            String name = file.getFileName().toString();
            if (name.matches(ADDRESS)) {
                Optional<byte[]> content = bytes(file);
                if (content.isEmpty() || content.get().length > 0) {
                    taken.add(Subnet.number(name));
                }
            }
        }
        return taken;
    }

    /** Those of all networks. */
    List<Lease> leases() throws ProblemException {
        List<Lease> leases = new ArrayList<>();
        for (Definition network : networks()) {
            leases.addAll(leases(network));
        }
        return leases;
    }

    private static Optional<Lease> lease(String network, Path file) throws ProblemException {
        String name = file.getFileName().toString();
        if (!name.matches(ADDRESS)) {
            return Optional.empty();
        }
        return bytes(file).flatMap(content -> NetworkJson.readLease(network, Subnet.number(name), content));
    }

    /** The lease that a run of a container has, by the note of the run. */
    Optional<Lease> leaseOf(Path note) throws ProblemException {
        Optional<String> text = bytes(note)
                .map(content -> new String(content, StandardCharsets.US_ASCII))
                .filter(one -> one.indexOf('/') > 0);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        int slash = text.get().indexOf('/');
        String network = text.get().substring(0, slash);
        return lease(
                network,
                all.resolve(network).resolve("addresses").resolve(text.get().substring(slash + 1)));
    }

    /** Writes the note of a run, then the lease: there is none that no run knows. */
    void write(Lease lease, Path note) throws ProblemException {
        String address = Subnet.text(lease.address());
        passing(note, (lease.network() + "/" + address).getBytes(StandardCharsets.US_ASCII));
        passing(address(lease.network(), lease.address()), NetworkJson.write(lease));
    }

    void delete(Lease lease) throws ProblemException {
        Path file = address(lease.network(), lease.address());
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }

    /** Whole, but not waiting for the disk: nothing of it means anything after a loss of power. */
    static void passing(Path file, byte[] content) throws ProblemException {
        try {
            WholeFile.writeFleeting(file, content);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }

    private static List<Path> list(Path folder) throws ProblemException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(one -> !one.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw HamletPaths.unusable(folder, e);
        }
    }

    /** Empty only for what is not there: whoever took what cannot be read for nothing would withdraw it. */
    private static Optional<byte[]> bytes(Path file) throws ProblemException {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }
}
