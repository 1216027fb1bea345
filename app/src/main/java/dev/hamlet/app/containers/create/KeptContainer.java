package dev.hamlet.app.containers.create;

import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.job.Phrase;

/** How a container stands that could not be changed: who changed one that ran has to know whether it does again. Pure. */
final class KeptContainer {
    private KeptContainer() {}

    /**
     * What to say of it.
     *
     * @param before as it was
     * @param now as it is seen after the change has failed
     */
    static Phrase said(ContainerSpec before, ContainerSnapshot now) {
        boolean same = now.spec()
                .filter(spec -> spec.name().equals(before.name())
                        && spec.wish().equals(before.wish())
                        && spec.image().equals(before.image()))
                .isPresent();
        String state = switch (now.state()) {
            case RUNNING -> "running";
            case PAUSED -> "paused";
            case CREATED, EXITED -> "stopped";
            case RESTARTING, BROKEN -> "there";
        };
        return Phrase.of(same ? "new-container.kept." + state : "new-container.partly." + state, now.name());
    }
}
