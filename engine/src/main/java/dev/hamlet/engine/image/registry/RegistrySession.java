package dev.hamlet.engine.image.registry;

import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.transfer.BodyQueue;
import dev.hamlet.engine.transfer.HttpAnswer;
import dev.hamlet.engine.transfer.Origin;
import dev.hamlet.engine.transfer.Patience;
import dev.hamlet.engine.transfer.Redirects;
import dev.hamlet.engine.transfer.Retries;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Requests to one endpoint for one purpose: says who asks when it is asked for that, follows redirects by hand, and says who
 * asks to nobody but the endpoint itself. Safe for use by many threads.
 */
final class RegistrySession {
    private final Connections connections;
    private final Authorizing authorizing;
    private final TimeSource time;
    private volatile Endpoint endpoint;
    /** Whether it is known that the endpoint is spoken to as it wants. */
    private volatile boolean spoken;

    /** Requests to this endpoint, as whom it takes. */
    RegistrySession(Connections connections, Endpoint endpoint, Authorizing authorizing, TimeSource time) {
        this.connections = connections;
        this.endpoint = endpoint;
        this.authorizing = authorizing;
        this.time = time;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    Patience patience() {
        return connections.patience();
    }

    /** New tries, with pauses between them. */
    Retries retries() {
        return new Retries(patience(), time);
    }

    /**
     * Makes a request, again where the registry may answer better later.
     *
     * @throws ProblemException {@code RegistryUnreachable} and others of registries; any lasting status is an answer
     */
    HttpAnswer ask(Call call) throws ProblemException, InterruptedException {
        Retries retries = retries();
        while (true) {
            try {
                HttpAnswer answer = askOnce(call);
                try {
                    retries.requireLasting(answer);
                    return answer;
                } catch (Retries.TryLater later) {
                    answer.close();
                    throw later;
                }
            } catch (IOException e) {
                if (RegistryProblems.isPlain(e) || !retries.pauseAfter(e)) {
                    throw RegistryProblems.unreachable(endpoint, e);
                }
            }
        }
    }

    /**
     * Makes a request once.
     *
     * @throws IOException if another try may succeed
     */
    HttpAnswer askOnce(Call call) throws IOException, ProblemException, InterruptedException {
        settle();
        Origin own = Origin.of(endpoint.base());
        Redirects.Asker asker = url -> {
            Call here = call.to(url);
            return Origin.of(url).equals(own) ? askKnown(here) : exchange(here, Optional.empty());
        };
        URI first = moved(call.url());
        return call.isFollowed()
                ? Redirects.follow(first, asker, (here, why) -> RegistryProblems.wrong(endpoint, here.getPath(), why))
                : asker.ask(first);
    }

    /** An address that was made before it was known how the endpoint is spoken to. */
    private URI moved(URI url) {
        boolean stale = url.getScheme().equals("https")
                && endpoint.base().getScheme().equals("http")
                && url.getRawAuthority().equals(endpoint.base().getRawAuthority());
        return stale ? URI.create("http" + url.toString().substring("https".length())) : url;
    }

    /** Finds out how an endpoint is spoken to that may be spoken to anyhow. */
    private void settle() throws ProblemException, InterruptedException {
        if (spoken || endpoint.choice().security() != Security.UNVERIFIED) {
            return;
        }
        try (HttpAnswer _ = exchange(Call.of("GET", endpoint.at("/v2/")), Optional.empty())) {
            spoken = true;
        } catch (IOException e) {
            // What goes wrong with TLS itself is no reason to go without: the request will tell.
            if (RegistryProblems.isPlain(e) || e instanceof ConnectException) {
                endpoint = endpoint.plain();
                spoken = true;
            }
        }
    }

    private HttpAnswer askKnown(Call call) throws IOException, ProblemException, InterruptedException {
        Optional<String> said = authorizing.known();
        HttpAnswer answer = exchange(call, said);
        if (answer.status() != 401) {
            return answer;
        }
        List<Challenge> challenges = Challenge.parse(answer.headers().allValues("WWW-Authenticate"));
        String why = RegistryProblems.said(answer, patience());
        Optional<String> anew = authorizing.answer(this, challenges, said);
        if (anew.isEmpty()) {
            throw new ProblemException(new ImageProblem.RegistryDenied(endpoint.registry(), authorizing.what(), why));
        }
        HttpAnswer second = exchange(call, anew);
        if (second.status() == 401) {
            throw RegistryProblems.refused(endpoint, authorizing.what(), second, patience());
        }
        return second;
    }

    /** One request and its answer, whatever that is. */
    HttpAnswer exchange(Call call, Optional<String> authorization)
            throws IOException, ProblemException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.url())
                .method(call.method(), call.body().get())
                .header("User-Agent", "Hamlet")
                .header("Accept-Encoding", "identity");
        call.headers().forEach(request::header);
        authorization.ifPresent(value -> request.header("Authorization", value));
        boolean long0 = call.sent().getAsLong() >= 0;
        if (!long0) {
            request.timeout(patience().connection());
        }
        CompletableFuture<HttpResponse<BodyQueue>> coming =
                connections.of(endpoint.choice()).sendAsync(request.build(), head -> new BodyQueue());
        HttpResponse<BodyQueue> response = long0 ? awaitLong(call, coming) : await(coming);
        return new HttpAnswer(call.url(), response.statusCode(), response.headers(), response.body());
    }

    private static HttpResponse<BodyQueue> await(CompletableFuture<HttpResponse<BodyQueue>> coming)
            throws IOException, InterruptedException {
        try {
            return coming.get();
        } catch (ExecutionException e) {
            throw failure(e);
        } finally {
            boolean _ = coming.cancel(true);
        }
    }

    /** Waits as long as bytes are taken. */
    private HttpResponse<BodyQueue> awaitLong(Call call, CompletableFuture<HttpResponse<BodyQueue>> coming)
            throws IOException, InterruptedException {
        try {
            long last = -1;
            while (true) {
                long now = call.sent().getAsLong();
                if (now == last) {
                    throw new IOException(
                            "nothing was taken for " + patience().silence().toSeconds() + " s");
                }
                try {
                    return coming.get(patience().silence().toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    // Whether it goes on shows at the next look.
                    last = now;
                }
            }
        } catch (ExecutionException e) {
            throw failure(e);
        } finally {
            boolean _ = coming.cancel(true);
        }
    }

    private static IOException failure(ExecutionException e) {
        return e.getCause() instanceof IOException io ? io : new IOException(String.valueOf(e.getCause()), e);
    }
}
