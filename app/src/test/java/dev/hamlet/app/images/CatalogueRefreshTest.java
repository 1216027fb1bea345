package dev.hamlet.app.images;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hamlet.engine.catalog.CatalogPreferences.Refresh;
import dev.hamlet.engine.catalog.CatalogPreferencesJson;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.DownloadProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The catalogue is brought when it is due, and not oftener. */
class CatalogueRefreshTest {
    private static final String ADDRESS = "https://example.org/catalog.json";

    @TempDir
    private Path home = Path.of("");

    private final CountDownLatch looked = new CountDownLatch(1);
    private final AtomicLong hours = new AtomicLong();
    private final TimeSource time = new TimeSource() {
        @Override
        public Instant now() {
            return Instant.EPOCH.plus(Duration.ofHours(hours.get()));
        }

        @Override
        public long nanos() {
            return Duration.ofHours(hours.get()).toNanos();
        }

        @Override
        public void sleep(Duration pause) throws InterruptedException {
            // The test itself looks when it wants to; the thread that would look waits for its end after the first
            // time.
            looked.countDown();
            new CountDownLatch(1).await();
        }
    };
    private final Jobs jobs = Jobs.inline(time);
    private final List<String> asked = new ArrayList<>();
    private CatalogPreferencesJson preferences = new CatalogPreferencesJson(new HamletPaths(home, home, home, home));

    @BeforeEach
    void open() throws Exception {
        preferences = new CatalogPreferencesJson(HamletPaths.of(Map.of("HAMLET_HOME", home.toString())));
    }

    private CatalogueRefresh refresh(CatalogueRefresh.Bring bring) throws InterruptedException {
        CatalogueRefresh refresh = new CatalogueRefresh(preferences, bring, jobs, time);
        looked.await();
        return refresh;
    }

    @Test
    void nobodyIsAskedBeforeThePersonHasChosen() throws Exception {
        try (CatalogueRefresh refresh = refresh(asked::add)) {
            refresh.bringIfDue();
            hours.addAndGet(10_000);
            refresh.bringIfDue();
            assertEquals(List.of(), asked);
        }
    }

    @Test
    void aTryThatFailsIsRepeatedHoursLater() throws Exception {
        preferences.change(before -> before.withAddress(Optional.of(ADDRESS)).withRefresh(Refresh.DAILY));
        try (CatalogueRefresh refresh = refresh(address -> {
            asked.add(address);
            throw new ProblemException(new DownloadProblem.CatalogAddressRefused(address, "no"));
        })) {
            refresh.bringIfDue();
            refresh.bringIfDue();
            assertEquals(List.of(ADDRESS), asked);
            hours.addAndGet(5);
            refresh.bringIfDue();
            assertEquals(1, asked.size());
            hours.addAndGet(1);
            refresh.bringIfDue();
            assertEquals(2, asked.size());
        }
    }

    @Test
    void itIsBroughtNowWhenThePersonAsksWhateverWasChosen() throws Exception {
        preferences.change(before -> before.withAddress(Optional.of(ADDRESS)));
        try (CatalogueRefresh refresh = refresh(asked::add)) {
            refresh.bringNow();
            assertEquals(List.of(ADDRESS), asked);
        }
    }
}
