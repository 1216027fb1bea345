package dev.hamlet.engine.image.registry;

import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.transfer.EnvironmentProxy;
import dev.hamlet.engine.transfer.Patience;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Connections to registries, one pool for each set of certificates that is believed. Safe for use by many threads. */
final class Connections implements AutoCloseable {
    private final Map<String, String> environment;
    private final Patience patience;
    private final Map<Key, HttpClient> clients = new HashMap<>();

    private record Key(boolean anybody, Optional<Path> authority) {}

    Connections(Map<String, String> environment, Patience patience) {
        this.environment = Map.copyOf(environment);
        this.patience = patience;
    }

    Patience patience() {
        return patience;
    }

    /**
     * The client for registries of this choice.
     *
     * @throws ProblemException {@code FileUnreadable} if the certificates cannot be read
     */
    synchronized HttpClient of(RegistryChoice choice) throws ProblemException {
        boolean anybody = choice.security() == Security.UNVERIFIED;
        Key key = new Key(anybody, anybody ? Optional.empty() : choice.authority());
        HttpClient there = clients.get(key);
        if (there == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(patience.connection())
                    .proxy(new EnvironmentProxy(environment));
            if (anybody) {
                builder.sslContext(RegistryTrust.anybody());
            } else if (key.authority().isPresent()) {
                builder.sslContext(RegistryTrust.with(key.authority().get()));
            }
            there = builder.build();
            clients.put(key, there);
        }
        return there;
    }

    @Override
    public synchronized void close() {
        // Not close(), which would wait for exchanges that nobody reads any more.
        clients.values().forEach(HttpClient::shutdownNow);
        clients.clear();
    }
}
