package dev.hamlet.app.details;

import dev.hamlet.app.containers.ContainersModel;
import dev.hamlet.app.fx.FileChoice;
import dev.hamlet.app.terminal.ContainerShells;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.host.HostCapacity;
import dev.hamlet.engine.host.HostFacts;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.usage.ContainerMeter;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;

/**
 * What the details of a container stand on.
 *
 * @param containers knows which container is selected, and gives commands
 * @param words of the window
 * @param now up to which ages are told
 * @param fx runs what changes models and views
 * @param beat runs what comes again and again, together
 * @param time the clock
 * @param open opens an address outside of the window
 * @param usage what containers have used
 * @param host what this computer has
 * @param capacity tells what of that is free
 * @param shells what runs in terminals of containers
 * @param files lets the person choose a file
 * @param tell says something to the person in passing
 * @param edit lets the person change the settings of a container
 */
public record ContainerContext(
        ContainersModel containers,
        Messages words,
        ObservableValue<Instant> now,
        Executor fx,
        Executor beat,
        TimeSource time,
        Consumer<URI> open,
        ContainerMeter usage,
        HostFacts host,
        HostCapacity capacity,
        ContainerShells shells,
        FileChoice files,
        Consumer<Phrase> tell,
        Consumer<ContainerSpec> edit) {}
