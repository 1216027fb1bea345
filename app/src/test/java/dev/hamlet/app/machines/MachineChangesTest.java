package dev.hamlet.app.machines;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hamlet.app.fx.ModelThread;
import dev.hamlet.app.machines.MachineChanges.Failed;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineChangesTest {
    @TempDir
    private Path home = Path.of("");

    @Test
    void oneMachineThatFailsHoldsUpNoOtherAndIsNamed() throws Exception {
        ModelThread thread = new ModelThread();
        try (TestMachines machines = new TestMachines(home)) {
            Machine first = machines.make("a");
            Machine broken = machines.make("b");
            Machine last = machines.make("c");
            try (MachinesModel model = new MachinesModel(
                    machines.store(), thread, TimeSource.system(), id -> "", (question, agreed) -> {})) {
                thread.await("all are listed", () -> model.rows().size() == 3);
                List<MachineRow> rows = List.copyOf(model.rows());
                Files.writeString(broken.folder().spec(), "{");
                List<List<Failed>> ends = new ArrayList<>();
                new MachineChanges(machines.store(), thread).group(rows, "lab", ends::add);
                thread.await("told", () -> !ends.isEmpty());
                assertEquals(
                        List.of("b"), ends.getFirst().stream().map(Failed::name).toList());
                assertEquals("lab", first.spec().group());
                assertEquals("lab", last.spec().group());
            }
        }
    }
}
