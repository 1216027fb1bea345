package dev.hamlet.app.jobs;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.JobSnapshot;
import dev.hamlet.engine.job.Jobs;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The work that goes on. Belongs to the JavaFX thread, or to the one thread of the executor it was made with. */
public final class JobsModel implements AutoCloseable {
    private final Jobs jobs;
    private final ObservableList<JobSnapshot> running = FXCollections.observableArrayList();
    private final FxRelay<Long, JobSnapshot> relay;
    private final Jobs.Listening listening;

    /**
     * A model of these jobs.
     *
     * @param fx runs everything that changes the model
     */
    public JobsModel(Jobs jobs, Executor fx) {
        this.jobs = jobs;
        this.relay = new FxRelay<>(fx, this::show);
        this.listening = jobs.listen(snapshot -> relay.put(snapshot.id(), snapshot));
        jobs.running().forEach(this::begin);
    }

    private void begin(Job<?> job) {
        JobSnapshot snapshot = job.snapshot();
        relay.put(snapshot.id(), snapshot);
        JobSnapshot now = job.snapshot();
        if (now.state().isOver()) {
            // It ended in between, and what was just put would stand for ever.
            relay.put(now.id(), now);
        }
    }

    private void show(Map<Long, JobSnapshot> news) {
        for (JobSnapshot snapshot : news.values()) {
            int place = indexOf(snapshot.id());
            if (snapshot.state().isOver()) {
                if (place >= 0) {
                    running.remove(place);
                }
            } else if (place >= 0) {
                running.set(place, snapshot);
            } else {
                running.add(snapshot);
            }
        }
    }

    private int indexOf(long id) {
        for (int i = 0; i < running.size(); i++) {
            if (running.get(i).id() == id) {
                return i;
            }
        }
        return -1;
    }

    /** The jobs that run, oldest first. */
    public ObservableList<JobSnapshot> running() {
        return running;
    }

    /** Asks this job to stop; no effect where it has ended. */
    public void cancel(long id) {
        Optional<Job<?>> job =
                jobs.running().stream().filter(one -> one.snapshot().id() == id).findFirst();
        job.ifPresent(Job::cancel);
    }

    /** Ends the listening; the jobs go on. */
    @Override
    public void close() {
        listening.close();
    }
}
