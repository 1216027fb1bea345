package dev.hamlet.engine.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentProxyTest {
    private static String asked(String url, String... variables) {
        Map<String, String> environment = new java.util.HashMap<>();
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        Proxy proxy = new EnvironmentProxy(environment).select(URI.create(url)).getFirst();
        return proxy.address() instanceof InetSocketAddress address
                ? address.getHostString() + ":" + address.getPort()
                : "direct";
    }

    @Test
    void eachSchemeHasItsProxyAndLowerCaseWins() {
        assertEquals("p:3128", asked("http://a.org/x", "http_proxy", "http://p:3128/", "HTTP_PROXY", "http://q:1"));
        assertEquals("q:8080", asked("https://a.org/x", "HTTPS_PROXY", "q:8080"));
        assertEquals("r:1080", asked("https://a.org/x", "all_proxy", "http://r"));
        assertEquals("direct", asked("https://a.org/x", "http_proxy", "http://p:3128"));
    }

    @Test
    void exceptionsAreHostsAndDomains() {
        String[] set = {"http_proxy", "http://p:1", "no_proxy", "a.org, .b.org,*.c.org,d.org:8080"};
        assertEquals("direct", asked("http://a.org/", set));
        assertEquals("direct", asked("http://www.a.org/", set));
        assertEquals("direct", asked("http://x.b.org/", set));
        assertEquals("direct", asked("http://x.c.org/", set));
        assertEquals("direct", asked("http://d.org:8080/", set));
        assertEquals("p:1", asked("http://d.org/", set));
        assertEquals("p:1", asked("http://nota.org/", set));
        assertEquals("direct", asked("http://any.org/", "http_proxy", "p:1", "no_proxy", "*"));
    }

    @Test
    void thisComputerIsNeverAskedThroughAProxy() {
        assertEquals("direct", asked("http://127.0.0.1:80/", "http_proxy", "p:1"));
        assertEquals("direct", asked("http://localhost/", "http_proxy", "p:1"));
        assertEquals("direct", asked("http://[::1]/", "http_proxy", "p:1"));
    }

    @Test
    void whatIsNoProxyIsPassedOver() {
        assertEquals("direct", asked("http://a.org/", "http_proxy", ""));
        assertEquals("direct", asked("http://a.org/", "http_proxy", "socks5://p:1"));
        assertEquals("direct", asked("http://a.org/", "http_proxy", "http://p q:1"));
    }
}
