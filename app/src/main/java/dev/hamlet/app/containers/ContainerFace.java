package dev.hamlet.app.containers;

import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.container.ContainerEnd;
import dev.hamlet.engine.container.ContainerSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a line of the list shows of a container.
 *
 * @param name what people call it
 * @param image what it was made of; empty where that cannot be read
 * @param look its state
 * @param code its exit code, where it ended and somebody saw how
 * @param since when it came to be so; empty where nobody knows
 * @param use what it uses; empty while it does not run and before it has been measured
 */
public record ContainerFace(
        String name,
        String image,
        ContainerLook look,
        OptionalInt code,
        Optional<Instant> since,
        Optional<ContainerUse> use) {

    static ContainerFace of(ContainerSnapshot container, Optional<ContainerCommand> told, Optional<ContainerUse> use) {
        return new ContainerFace(
                container.name(),
                container.spec().map(spec -> spec.image().name()).orElse(""),
                ContainerLook.of(container, told),
                container.end().map(ContainerEnd::code).orElse(OptionalInt.empty()),
                switch (container.state()) {
                    case RUNNING -> container.started();
                    case EXITED -> container.end().map(ContainerEnd::time);
                    case CREATED, PAUSED, RESTARTING, BROKEN -> Optional.empty();
                },
                container.state().isLive() ? use : Optional.empty());
    }

    /** Such as {@code Running}, or {@code Exited (137)}. */
    public String state(Messages words) {
        return look.tellsCode() && code.isPresent() ? words.text(look.key(), code.getAsInt()) : words.text(look.key());
    }

    /** Such as {@code Running · 2 h 14 min}. */
    public String stateWithAge(Instant now, Messages words) {
        String state = state(words);
        return since.map(begin -> words.text(
                        "machines.state.age", state, words.figures().glanceAge(Duration.between(begin, now))))
                .orElse(state);
    }
}
