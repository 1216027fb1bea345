package dev.hamlet.app.shell;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.catalog.Recipe;
import dev.hamlet.engine.catalog.TinyGuest;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.machine.Effect;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.NewMachine;
import dev.hamlet.engine.machine.StartOptions;

/** The work behind the first click in an empty hamlet: the tiny guest's image, a machine of it, and its start. */
final class TinyMachine {
    private TinyMachine() {}

    /** Begins the work. */
    static Job<Effect> begin(Engine engine) {
        Recipe recipe = engine.recipes().stream()
                .filter(TinyGuest.class::isInstance)
                .findFirst()
                .orElseThrow();
        return engine.jobs().start(Phrase.of("window.job.first"), progress -> {
            Progress building = progress.part(Phrase.of("job.image-build", recipe.imageName()), 0.8);
            String image = recipe.build(building).name();
            progress.part(Phrase.of("job.machine-create", image), 0.1);
            Machine machine = engine.creation()
                    .create(NewMachine.of(image, new NewMachine.Source.Image(image)))
                    .await();
            progress.part(Phrase.of("job.machine-start", image), 0.1);
            return machine.start(StartOptions.CAREFUL).await();
        });
    }
}
