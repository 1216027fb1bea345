package dev.hamlet.engine.container;

import dev.hamlet.engine.problem.Problem;
import java.time.Instant;
import java.util.List;

/**
 * A network of containers as it was seen at one moment.
 *
 * @param name what people call it
 * @param subnet its addresses
 * @param bridge the link of this computer that it is
 * @param up whether that is there now: it comes with its first container
 * @param members the containers that run on it
 * @param created when it was made
 * @param notices what does not work on it, and why
 */
public record ContainerNetwork(
        String name,
        Subnet subnet,
        String bridge,
        boolean up,
        List<Member> members,
        Instant created,
        List<Problem> notices) {
    /** Copies the lists. */
    public ContainerNetwork {
        members = List.copyOf(members);
        notices = List.copyOf(notices);
    }

    /**
     * A container on it.
     *
     * @param id its id
     * @param name what people call it
     * @param address its address
     * @param ports what it publishes, with the ports that were chosen
     */
    public record Member(ContainerId id, String name, String address, List<PublishedPort> ports) {
        /** Copies the list. */
        public Member {
            ports = List.copyOf(ports);
        }
    }
}
