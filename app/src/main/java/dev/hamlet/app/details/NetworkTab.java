package dev.hamlet.app.details;

import dev.hamlet.app.machines.MachineRow;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.MachineSnapshot;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.NetworkSpec;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.problem.HostProblem;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/** How the machine is connected: its card, its addresses, and the ports of this computer that lead into it. */
final class NetworkTab implements DetailsTab {
    private final DetailsContext context;
    private final Messages words;
    private final AddressModel addresses;
    private final FactsCard card;
    private final FactsCard forwards;
    private final Label none;
    private final Label later;
    private final ScrollPane scroll;
    private final Subscription subscription;

    NetworkTab(DetailsContext context) {
        this.context = context;
        this.words = context.words();
        addresses = new AddressModel(context);
        card = new FactsCard("network-card", words, context::follow);
        forwards = new FactsCard("network-forwards", words, context::follow);
        none = note("network-no-forwards", "details.network.no-forwards");
        later = note("network-later", "details.network.later");
        scroll = Pages.scrolling("network-scroll", new VBox(card, forwards, none, later));
        subscription = Subscription.combine(
                context.snapshot().subscribe(changed -> show()),
                addresses.answerProperty().subscribe(changed -> show()));
    }

    private Label note(String id, String key) {
        Label label = new Label(words.text(key));
        label.setId(id);
        label.setWrapText(true);
        label.getStyleClass().add("muted");
        return label;
    }

    private void show() {
        MachineRow row = context.machines().selectedProperty().get();
        if (row == null) {
            return;
        }
        MachineSnapshot machine = row.snapshot();
        MachineSpec spec = machine.spec();
        LaunchRecord launch = machine.launch();
        List<MachineFacts.Fact> facts = new ArrayList<>();
        if (spec != null) {
            network(spec.network(), machine, facts);
            if (launch != null) {
                facts.addAll(GuestAddresses.facts(
                        machine, spec, addresses.answerProperty().get(), words));
            }
        }
        card.show(facts);
        ProblemCards.setShown(card, !facts.isEmpty());
        List<MachineFacts.Fact> ports = MachineFacts.forwards(machine, words);
        forwards.show(ports);
        ProblemCards.setShown(forwards, !ports.isEmpty());
        ProblemCards.setShown(none, ports.isEmpty());
        // What was changed while the guest runs acts at its next start.
        ProblemCards.setShown(
                later, launch != null && spec != null && !launch.forwards().equals(connected(spec.network())));
    }

    private static List<PortForward> connected(NetworkSpec network) {
        return network.connected() ? network.forwards() : List.of();
    }

    private void network(NetworkSpec network, MachineSnapshot machine, List<MachineFacts.Fact> facts) {
        facts.add(fact("mode", words.text(network.connected() ? "details.network.user" : "details.network.none"), ""));
        if (network.connected()) {
            facts.add(fact("mac", network.mac(), network.mac()));
            boolean reaches = network.reachesHost()
                    || machine.notices().stream().anyMatch(HostProblem.GuestReachesHost.class::isInstance);
            facts.add(fact(
                    "reaches-host",
                    words.text(reaches ? "details.network.reaches.yes" : "details.network.reaches.no"),
                    ""));
        }
    }

    private static MachineFacts.Fact fact(String name, String text, String copy) {
        return new MachineFacts.Fact("machines.fact." + name, text, copy, null, false);
    }

    @Override
    public Node node() {
        return scroll;
    }

    @Override
    public void seen(boolean now) {
        addresses.seen(now);
    }

    @Override
    public void dispose() {
        subscription.unsubscribe();
        addresses.close();
    }
}
