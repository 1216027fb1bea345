package dev.hamlet.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.container.ContainerNetwork;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.container.Subnet;
import java.util.List;

/** Networks as JSON, in the shape of {@code docs/command-line.md}. */
final class NetworkJson {
    private NetworkJson() {}

    static String list(List<ContainerNetwork> networks, Messages words) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode all = root.putArray("networks");
        networks.forEach(one -> all.add(of(one, words)));
        return root.toPrettyString();
    }

    static String one(ContainerNetwork network, Messages words) {
        return of(network, words).toPrettyString();
    }

    private static ObjectNode of(ContainerNetwork network, Messages words) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", network.name());
        node.put("subnet", network.subnet().toString());
        node.put("gateway", Subnet.text(network.subnet().gateway()));
        node.put("bridge", network.bridge());
        node.put("up", network.up());
        node.put("created", network.created().toString());
        ArrayNode containers = node.putArray("containers");
        for (ContainerNetwork.Member member : network.members()) {
            ObjectNode one = containers.addObject();
            one.put("id", member.id().value());
            one.put("name", member.name());
            one.put("address", member.address());
            member.ports().stream().map(PublishedPort::toString).forEach(one.putArray("ports")::add);
        }
        ArrayNode notices = node.putArray("notices");
        network.notices().forEach(notice -> notices.add(ProblemJson.of(ProblemWords.of(notice, words))));
        return node;
    }

    /** What would be removed. */
    static String removable(List<String> names) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        names.forEach(root.putArray("networks")::add);
        return root.toPrettyString();
    }

    /** What was removed, a line each or as JSON. */
    static void printRemoved(Verb verb, List<String> names) {
        if (verb.json()) {
            ObjectNode root = JsonNodeFactory.instance.objectNode();
            names.forEach(root.putArray("removed")::add);
            verb.line(root.toPrettyString());
        } else {
            names.forEach(name -> verb.line(Printable.line(name)));
        }
    }
}
