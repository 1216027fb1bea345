package dev.hamlet.app.details;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.TestFiles;
import dev.hamlet.app.machines.MachinesModel;
import dev.hamlet.app.machines.TestMachines;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.TimeSource;
import java.util.Optional;

/** Details of a machine where a test is about something else. */
public final class TestDetails {
    private TestDetails() {}

    /** The details of the machine that is selected there. */
    public static MachineDetails of(MachinesModel model, TestMachines machines, Messages words) {
        return new MachineDetails(new DetailsContext(
                model,
                machines.sources(),
                machine -> Optional.empty(),
                words,
                FxRelay.fxThread(),
                FxRelay.fxThread(),
                TimeSource.system(),
                place -> {},
                new TestFiles(),
                phrase -> {}));
    }
}
