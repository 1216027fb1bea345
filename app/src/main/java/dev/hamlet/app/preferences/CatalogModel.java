package dev.hamlet.app.preferences;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.engine.catalog.CatalogPreferences;
import dev.hamlet.engine.catalog.CatalogPreferences.Refresh;
import dev.hamlet.engine.catalog.CatalogPreferencesJson;
import dev.hamlet.engine.catalog.CatalogUpdate;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * The catalogue that a person trusts, and what may be asked of sites. A change is kept at once. Belongs to the JavaFX thread,
 * or to the one of its executor; the file is read and written on others.
 */
public final class CatalogModel implements AutoCloseable {
    private static final String NOW = "now";

    /**
     * How it stands.
     *
     * @param preferences what is kept
     * @param problem why the file cannot be read or the last change was not kept
     */
    record State(CatalogPreferences preferences, Optional<Problem> problem) {}

    private final CatalogPreferencesJson file;
    private final Runnable bring;
    private final FxRelay<String, State> relay;
    private final ReentrantLock order = new ReentrantLock(true);
    private final Jobs.Listening listening;
    private final ReadOnlyObjectWrapper<Optional<State>> state = new ReadOnlyObjectWrapper<>(Optional.empty());

    /**
     * Of this file.
     *
     * @param bring brings the catalogue now, or when it is due
     * @param jobs in which it is brought
     * @param fx runs everything that changes the model
     */
    public CatalogModel(CatalogPreferencesJson file, Runnable bring, Jobs jobs, Executor fx) {
        this.file = file;
        this.bring = bring;
        this.relay = new FxRelay<>(fx, news -> news.values().forEach(now -> state.set(Optional.of(now))));
        this.listening = jobs.listen(job -> {
            if (job.title().key().equals("job.catalogue-update") && job.state().isOver()) {
                look();
            }
        });
        look();
    }

    private void look() {
        Threads.virtual("catalogue-preferences", () -> {
            order.lock();
            try {
                relay.put(NOW, new State(file.read(), Optional.empty()));
            } catch (ProblemException e) {
                relay.put(NOW, new State(file.allowed(), Optional.of(e.problem())));
            } finally {
                order.unlock();
            }
        });
    }

    /** How it stands; empty before it was read. */
    ReadOnlyObjectProperty<Optional<State>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Why this address may not be trusted; none where it may, or is empty. */
    static Optional<Problem> fault(String address) {
        try {
            if (!address.isBlank()) {
                CatalogUpdate.check(address);
            }
            return Optional.empty();
        } catch (ProblemException e) {
            return Optional.of(e.problem());
        }
    }

    /** Trusts this address from now on; none where it is empty. */
    void address(String address) {
        String plain = address.strip();
        change(before -> before.withAddress(plain.isEmpty() ? Optional.empty() : Optional.of(plain)));
    }

    /** Brings it anew so often; at once where it is due. */
    void refresh(Refresh refresh) {
        change(before -> before.withRefresh(refresh));
    }

    /** Lets sites be asked whether they answer, or not. */
    void askSites(boolean may) {
        change(before -> before.withAskSites(may));
    }

    /** Brings the catalogue now. */
    void bringNow() {
        bring.run();
    }

    private void change(UnaryOperator<CatalogPreferences> change) {
        Threads.virtual("catalogue-preferences", () -> {
            order.lock();
            try {
                relay.put(NOW, new State(file.change(change), Optional.empty()));
            } catch (ProblemException e) {
                relay.put(NOW, new State(file.allowed(), Optional.of(e.problem())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                order.unlock();
            }
        });
    }

    @Override
    public void close() {
        listening.close();
    }
}
