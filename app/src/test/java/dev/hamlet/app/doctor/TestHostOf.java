package dev.hamlet.app.doctor;

import dev.hamlet.engine.host.HostReport;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.privilege.PrivilegedVerb;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A computer of a test: what it reports now, and what becomes of repairs. */
final class TestHostOf implements DoctorModel.Host {
    final List<String> asked = new CopyOnWriteArrayList<>();
    private final Jobs jobs = new Jobs(TimeSource.system());
    private volatile HostReport report;
    private volatile @Nullable HostReport afterRepair;
    private volatile Optional<Problem> obstacle = Optional.empty();
    private volatile @Nullable Problem failure;
    private volatile @Nullable Problem blind;
    private volatile @Nullable CountDownLatch password;

    TestHostOf(HostReport report) {
        this.report = report;
    }

    /** From the next repair on, this is what there is. */
    TestHostOf becoming(HostReport later) {
        afterRepair = later;
        return this;
    }

    TestHostOf refusing(Problem why) {
        failure = why;
        return this;
    }

    TestHostOf withoutPolkit(Problem why) {
        obstacle = Optional.of(why);
        return this;
    }

    /** Cannot be looked at. */
    TestHostOf unseen(@Nullable Problem why) {
        blind = why;
        return this;
    }

    /** Repairs wait for the password until this is counted down. */
    TestHostOf waitingFor(CountDownLatch given) {
        password = given;
        return this;
    }

    @Override
    public HostReport look(boolean anew) throws ProblemException {
        asked.add(anew ? "look anew" : "look");
        Problem why = blind;
        if (why != null) {
            throw new ProblemException(why);
        }
        return report;
    }

    @Override
    public Optional<Problem> obstacle() {
        return obstacle;
    }

    @Override
    public Job<String> repair(PrivilegedVerb verb) {
        asked.add(verb.word());
        return jobs.start(Phrase.of("job.repair." + verb.word()), _ -> {
            CountDownLatch given = password;
            if (given != null) {
                given.await();
            }
            Problem why = failure;
            if (why != null) {
                throw new ProblemException(why);
            }
            HostReport later = afterRepair;
            if (later != null) {
                report = later;
            }
            return "Done.";
        });
    }
}
