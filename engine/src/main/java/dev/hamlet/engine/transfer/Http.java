package dev.hamlet.engine.transfer;

import dev.hamlet.engine.problem.DownloadProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/**
 * GET over HTTP/1.1 with redirects followed by hand ({@link Redirects}), and credentials of an address
 * ({@code https://user:password@…}) go to its own origin alone. Safe for use by many threads.
 */
public final class Http implements Asking, AutoCloseable {
    private final HttpClient client;
    private final Duration patience;

    /**
     * A client for this environment.
     *
     * @param environment names the proxies
     * @param patience how long to wait for a connection and for the head of an answer
     */
    public Http(Map<String, String> environment, Duration patience) {
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience)
                .proxy(new EnvironmentProxy(environment))
                .build();
    }

    /**
     * Asks for this address.
     *
     * @throws IOException if the site could not be reached or broke off; another try may succeed
     * @throws ProblemException {@code SiteUnreachable} if the redirects lead nowhere
     */
    @Override
    public HttpAnswer get(URI url, Map<String, String> headers)
            throws IOException, ProblemException, InterruptedException {
        Origin trusted = Origin.of(url);
        String credentials = url.getUserInfo();
        return Redirects.follow(
                withoutCredentials(url),
                here -> {
                    HttpRequest.Builder request = HttpRequest.newBuilder(here)
                            .timeout(patience)
                            .header("User-Agent", "Hamlet")
                            .header("Accept-Encoding", "identity");
                    headers.forEach(request::header);
                    if (credentials != null && Origin.of(here).equals(trusted)) {
                        byte[] plain = credentials.getBytes(StandardCharsets.UTF_8);
                        request.header(
                                "Authorization", "Basic " + Base64.getEncoder().encodeToString(plain));
                    }
                    HttpResponse<BodyQueue> response = client.send(request.build(), head -> new BodyQueue());
                    return new HttpAnswer(here, response.statusCode(), response.headers(), response.body());
                },
                Http::lost);
    }

    /** The problem of a site that leads nowhere. */
    public static ProblemException lost(URI url, String why) {
        return new ProblemException(new DownloadProblem.SiteUnreachable(site(url), why));
    }

    /** The address without what must never reach a log. */
    public static URI withoutCredentials(URI url) {
        if (url.getRawUserInfo() == null) {
            return url;
        }
        return URI.create(url.toString().replaceFirst("//[^/@]*@", "//"));
    }

    /** The name of a site in problems: its host, and its port where that is not the usual one. */
    public static String site(URI url) {
        return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
    }

    @Override
    public void close() {
        // Not close(), which would wait for exchanges that nobody reads any more.
        client.shutdownNow();
    }
}
