package dev.hamlet.app.images;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.catalog.CatalogPreferences;
import dev.hamlet.engine.catalog.CatalogPreferencesJson;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;

/**
 * Brings the catalogue that a person trusts, as often as the person has chosen, while a window is open. A try that fails is
 * told like other work, and the next one waits some hours. Safe for use by many threads.
 */
public final class CatalogueRefresh implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
    private static final Duration AFTER_FAILURE = Duration.ofHours(6);

    /** Brings the catalogue of an address. */
    @FunctionalInterface
    interface Bring {
        void from(String address) throws ProblemException, InterruptedException;
    }

    private final CatalogPreferencesJson preferences;
    private final Bring bring;
    private final Jobs jobs;
    private final TimeSource time;
    private final Threads.Repeating looking;
    private long notBefore;

    /** Of this engine; begins to look at once. */
    public CatalogueRefresh(Engine engine) {
        this(
                engine.catalogPreferences(),
                address -> engine.catalogUpdate().from(address),
                engine.jobs(),
                TimeSource.system());
    }

    CatalogueRefresh(CatalogPreferencesJson preferences, Bring bring, Jobs jobs, TimeSource time) {
        this.preferences = preferences;
        this.bring = bring;
        this.jobs = jobs;
        this.time = time;
        this.notBefore = time.nanos();
        this.looking = Threads.repeat("catalogue-refresh", time, LOOK_EVERY, this::bringIfDue);
    }

    void bringIfDue() {
        CatalogPreferences now = preferences.allowed();
        if (now.isDue(time.now()) && claim()) {
            bring();
        }
    }

    /** Whether a try is due; then it is the caller's alone. */
    private synchronized boolean claim() {
        boolean mayTry = time.nanos() - notBefore >= 0;
        if (mayTry) {
            rest();
        }
        return mayTry;
    }

    private synchronized void rest() {
        notBefore = time.nanos() + AFTER_FAILURE.toNanos();
    }

    /** Brings it now, whenever it was brought last; nothing where no address is known. May be called by any thread. */
    public void bringNow() {
        rest();
        bring();
    }

    private void bring() {
        Job<Optional<String>> _ = jobs.start(Phrase.of("job.catalogue-update"), progress -> {
            Optional<String> address = preferences.read().address();
            if (address.isPresent()) {
                bring.from(address.get());
            }
            return address;
        });
    }

    @Override
    public void close() {
        looking.close();
    }
}
