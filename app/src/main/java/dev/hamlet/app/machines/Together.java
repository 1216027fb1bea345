package dev.hamlet.app.machines;

import dev.hamlet.app.containers.ContainerCommand;
import dev.hamlet.app.containers.ContainerRow;
import dev.hamlet.app.containers.ContainersModel;
import dev.hamlet.app.fx.Dialogs;
import dev.hamlet.engine.job.Phrase;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is done to machines and containers that are chosen together, with one question for all of them. Belongs to the thread
 * of its models.
 */
final class Together {
    private final MachinesModel machines;
    private final ContainersModel containers;

    Together(MachinesModel machines, ContainersModel containers) {
        this.machines = machines;
        this.containers = containers;
    }

    /** How many there are that one of the two commands can be given to now. */
    long able(MachineCommand ofMachines, ContainerCommand ofContainers) {
        return machines.able(ofMachines).size()
                + (long) containers.ableNow(ofContainers).size();
    }

    /** Gives the commands to all that can be given one; asks first where something may be lost, and where they are many. */
    void perform(MachineCommand ofMachines, ContainerCommand ofContainers) {
        List<MachineRow> able = machines.able(ofMachines);
        List<ContainerRow> others = containers.ableNow(ofContainers);
        if (others.isEmpty()) {
            machines.perform(ofMachines);
        } else if (able.isEmpty()) {
            containers.perform(ofContainers);
        } else if (ofMachines.asksFirst()
                || ofContainers.asksFirst()
                || able.size() + others.size() > MachineOrders.MOST_UNASKED) {
            machines.dialogs().ask(question(ofMachines, ofContainers, able, others), () -> {
                machines.performAgreed(ofMachines);
                containers.performAgreed(ofContainers);
            });
        } else {
            machines.performAgreed(ofMachines);
            containers.performAgreed(ofContainers);
        }
    }

    private static Dialogs.Question question(
            MachineCommand ofMachines,
            ContainerCommand ofContainers,
            List<MachineRow> machines,
            List<ContainerRow> containers) {
        Stream<String> names = machines.stream().map(row -> row.face().name());
        Stream<String> others = containers.stream().map(row -> row.face().name());
        if (ofMachines.asksFirst() || ofContainers.asksFirst()) {
            Phrase deed = Phrase.of(
                    "machines.together.delete", Integer.toString(machines.size()), Integer.toString(containers.size()));
            return new Dialogs.Question(
                    deed,
                    Phrase.of(
                            "machines.together.delete.ask",
                            names.collect(Collectors.joining(", ")),
                            others.collect(Collectors.joining(", "))),
                    deed,
                    true);
        }
        Phrase deed = Phrase.of(ofMachines.key() + ".several", Integer.toString(machines.size() + containers.size()));
        return new Dialogs.Question(
                deed,
                Phrase.of("machines.several.ask", Stream.concat(names, others).collect(Collectors.joining(", "))),
                deed,
                false);
    }
}
