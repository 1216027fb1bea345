package dev.hamlet.app.cli;

import dev.hamlet.app.words.MachineWords;
import dev.hamlet.engine.machine.Effect;
import dev.hamlet.engine.machine.Machine;
import java.util.List;

/** A command that brings machines to a state; one that is there already is no failure. */
abstract class EffectVerb extends MachinesVerb<Effect> {
    private final String done;
    private final String already;

    /**
     * A command of these words.
     *
     * @param done key of the sentence for a change
     * @param already key of the sentence for what was so already
     */
    EffectVerb(Session session, String done, String already) {
        super(session);
        this.done = done;
        this.already = already;
    }

    @Override
    List<String> sentences(Machine machine, Effect result) {
        return List.of(text(result == Effect.DONE ? done : already, machine.name()));
    }

    @Override
    String effect(Effect result) {
        return MachineWords.word(result);
    }
}
