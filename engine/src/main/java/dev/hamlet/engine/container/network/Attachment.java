package dev.hamlet.engine.container.network;

import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.HeldPort;
import dev.hamlet.nativebridge.OpenFile;
import dev.hamlet.nativebridge.PassedDescriptor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a container that is about to run has of its network. For one thread; closed once the container's monitor has the
 * ports, which this program then lets go of.
 */
public final class Attachment implements AutoCloseable {
    private final BridgeNetworks networks;
    private final Optional<Bridged> bridged;

    /**
     * On a network of ours.
     *
     * @param lease its address
     * @param network where
     * @param ports held for it
     * @param run the folder of the run
     * @param out what keeps the way out there, in a user namespace
     */
    record Bridged(Lease lease, Definition network, List<HeldPort> ports, Path run, Optional<OpenFile> out) {}

    Attachment(BridgeNetworks networks, Optional<Bridged> bridged) {
        this.networks = networks;
        this.bridged = bridged;
    }

    /** The ports, for the monitor, from this number on. */
    public List<PassedDescriptor> descriptors(int first) {
        List<PassedDescriptor> passed = new ArrayList<>();
        if (bridged.isPresent() && bridged.get().out().isPresent()) {
            // Ports are with the way out then.
            passed.add(new PassedDescriptor(bridged.get().out().get().number(), first));
        } else {
            bridged.ifPresent(one -> one.ports()
                    .forEach(port -> passed.add(new PassedDescriptor(port.number(), first + passed.size()))));
        }
        return passed;
    }

    /** The file that is its address, for the script that runs at its end. */
    public Optional<Path> address() {
        return bridged.map(one -> networks.addressFile(one.lease()));
    }

    /**
     * Connects the container, which was made and does not run yet.
     *
     * @param process its first process, as this computer counts
     * @throws ProblemException {@code ContainerNetworkImpossible}
     */
    public void connect(long process) throws ProblemException, InterruptedException {
        if (bridged.isPresent()) {
            networks.connect(bridged.get(), process);
        }
    }

    @Override
    public void close() {
        bridged.ifPresent(one -> {
            one.ports().forEach(HeldPort::close);
            one.out().ifPresent(OpenFile::close);
        });
    }
}
