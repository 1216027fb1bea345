package dev.hamlet.engine.transfer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The proxies that the environment names, as curl reads it: {@code http_proxy}, {@code https_proxy}, {@code all_proxy}
 * and {@code no_proxy}, in lower or upper case, lower case first. This computer itself is never asked through a proxy.
 * Immutable.
 */
public final class EnvironmentProxy extends ProxySelector {
    private static final List<Proxy> DIRECT = List.of(Proxy.NO_PROXY);

    private final Map<String, String> environment;

    public EnvironmentProxy(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public List<Proxy> select(URI uri) {
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        int port = Origin.of(uri).port();
        if (isThisComputer(host) || isExcepted(host, port)) {
            return DIRECT;
        }
        return named(uri.getScheme() + "_proxy")
                .or(() -> named("all_proxy"))
                .flatMap(EnvironmentProxy::address)
                .map(address -> List.of(new Proxy(Proxy.Type.HTTP, address)))
                .orElse(DIRECT);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // The failure reaches whoever asked; no other proxy is known that could be tried.
    }

    private Optional<String> named(String variable) {
        String lower = variable.toLowerCase(Locale.ROOT);
        String value = environment.getOrDefault(lower, environment.getOrDefault(lower.toUpperCase(Locale.ROOT), ""));
        return Optional.of(value.strip()).filter(text -> !text.isEmpty());
    }

    private static Optional<InetSocketAddress> address(String text) {
        try {
            URI uri = new URI(text.contains("://") ? text : "http://" + text);
            if (uri.getHost() == null || !"http".equals(uri.getScheme())) {
                return Optional.empty();
            }
            // Without a port curl takes 1080 for a proxy.
            return Optional.of(
                    InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort() < 0 ? 1080 : uri.getPort()));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isThisComputer(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
    }

    private boolean isExcepted(String host, int port) {
        String excepted = named("no_proxy").orElse("").toLowerCase(Locale.ROOT);
        for (String word : excepted.split("[,\\s]+", -1)) {
            String name = word;
            int colon = word.lastIndexOf(':');
            if (colon > 0 && word.substring(colon + 1).matches("\\d{1,5}") && !word.endsWith("]")) {
                if (Integer.parseInt(word.substring(colon + 1)) != port) {
                    continue;
                }
                name = word.substring(0, colon);
            }
            String domain = name.startsWith("*.") ? name.substring(2) : name.startsWith(".") ? name.substring(1) : name;
            if (name.equals("*") || (!domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain)))) {
                return true;
            }
        }
        return false;
    }
}
