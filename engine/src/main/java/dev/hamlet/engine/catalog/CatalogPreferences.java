package dev.hamlet.engine.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a person allows Hamlet to ask of sites by itself.
 *
 * @param address of a catalogue that the person trusts; empty for none
 * @param refresh how often it is brought anew while a window is open
 * @param refreshed when it was brought last, empty for never
 * @param askSites whether a publisher's site may be asked if it answers, when a new machine begins and the library is empty
 */
public record CatalogPreferences(
        Optional<String> address, Refresh refresh, Optional<Instant> refreshed, boolean askSites) {
    /** Those of somebody who has chosen nothing: no address is known, and so nothing is brought. */
    public static final CatalogPreferences FIRST =
            new CatalogPreferences(Optional.empty(), Refresh.NEVER, Optional.empty(), true);

    /** How often a catalogue is brought anew. */
    public enum Refresh {
        NEVER(Duration.ZERO),
        DAILY(Duration.ofDays(1)),
        WEEKLY(Duration.ofDays(7));

        private final Duration age;

        Refresh(Duration age) {
            this.age = age;
        }
    }

    /** The same with another address, or none; what came from the one before says nothing of it. */
    public CatalogPreferences withAddress(Optional<String> other) {
        return other.equals(address) ? this : new CatalogPreferences(other, refresh, Optional.empty(), askSites);
    }

    /** The same, brought anew so often. */
    public CatalogPreferences withRefresh(Refresh other) {
        return new CatalogPreferences(address, other, refreshed, askSites);
    }

    /** The same, where sites may be asked or not. */
    public CatalogPreferences withAskSites(boolean may) {
        return new CatalogPreferences(address, refresh, refreshed, may);
    }

    /** The same, brought from this address at this moment. */
    CatalogPreferences broughtFrom(String from, Instant now) {
        return new CatalogPreferences(Optional.of(from), refresh, Optional.of(now), askSites);
    }

    /** Whether the catalogue is to be brought anew at this moment. A clock that was set back makes nothing due for ever. */
    public boolean isDue(Instant now) {
        return address.isPresent()
                && refresh != Refresh.NEVER
                && refreshed
                        .map(last -> last.isAfter(now) || !now.isBefore(last.plus(refresh.age)))
                        .orElse(true);
    }
}
