package dev.hamlet.app.preferences;

import dev.hamlet.app.words.OwnVersion;
import dev.hamlet.engine.Engine;
import dev.hamlet.engine.EngineDiagnosis;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** The report for somebody who is to help: made, read, and only then saved. Belongs to the JavaFX thread. */
public final class ReportModel {
    /** Makes the report's text; on a thread of its own, which it may keep for seconds. */
    @FunctionalInterface
    public interface Source {
        String make() throws ProblemException, InterruptedException;
    }

    /**
     * How it stands.
     *
     * @param text of the report; empty before it was made
     * @param saved where it was written
     * @param problem why it could not be made or written
     * @param isWorking while it is made
     */
    record State(String text, Optional<Path> saved, Optional<Problem> problem, boolean isWorking) {}

    private final Jobs jobs;
    private final Source source;
    private final Executor fx;
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(new State("", Optional.empty(), Optional.empty(), false));

    ReportModel(Jobs jobs, Source source, Executor fx) {
        this.jobs = jobs;
        this.source = source;
        this.fx = fx;
    }

    static ReportModel of(Engine engine, Executor fx) {
        return new ReportModel(
                engine.jobs(),
                () -> EngineDiagnosis.report(engine, OwnVersion.text()).text(),
                fx);
    }

    ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    void make() {
        if (state.get().isWorking()) {
            return;
        }
        state.set(new State(state.get().text(), Optional.empty(), Optional.empty(), true));
        jobs.start(Phrase.of("job.report"), progress -> {
            try {
                String text = source.make();
                fx.execute(() -> state.set(new State(text, Optional.empty(), Optional.empty(), false)));
                return text;
            } catch (ProblemException e) {
                failed(e.problem());
                throw e;
            } catch (InterruptedException e) {
                fx.execute(() -> state.set(new State("", Optional.empty(), Optional.empty(), false)));
                throw e;
            }
        });
    }

    /** Writes what was read, and nothing newer. */
    void save(Path file) {
        String text = state.get().text();
        jobs.start(Phrase.of("job.report"), progress -> {
            try {
                WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                Path folder = file.toAbsolutePath().getParent();
                Problem problem = new HostProblem.FolderUnusable(folder == null ? file : folder, WholeFile.reason(e));
                failed(problem);
                throw new ProblemException(problem, e);
            }
            fx.execute(() -> state.set(new State(text, Optional.of(file), Optional.empty(), false)));
            return file;
        });
    }

    private void failed(Problem problem) {
        fx.execute(() -> state.set(new State(state.get().text(), Optional.empty(), Optional.of(problem), false)));
    }
}
