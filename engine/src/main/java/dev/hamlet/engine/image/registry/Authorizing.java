package dev.hamlet.engine.image.registry;

import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.transfer.Http;
import dev.hamlet.engine.transfer.HttpAnswer;
import dev.hamlet.engine.transfer.Origin;
import dev.hamlet.engine.transfer.Retries;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says who asks, as one endpoint wants it for one purpose: by a token of its token server (Docker Registry, "Token
 * Authentication Specification") or by name and password. What was said is said again until it is refused or too old. Safe
 * for use by many threads.
 */
final class Authorizing {
    private static final int MOST = 1 << 20;

    private final Optional<Credential> credential;
    private final Scopes scopes;
    private final String what;
    private final TimeSource time;
    private Optional<Said> said = Optional.empty();

    private record Said(String header, long until) {
        @Override
        public String toString() {
            return "Said[until " + until + "]";
        }
    }

    /**
     * For this purpose.
     *
     * @param credential who asks, if that is known
     * @param scopes what a token shall allow
     * @param what it is for, in words
     */
    Authorizing(Optional<Credential> credential, Scopes scopes, String what, TimeSource time) {
        this.credential = credential;
        this.scopes = scopes;
        this.what = what;
        this.time = time;
    }

    String what() {
        return what;
    }

    /** What was said before and may be said again. */
    synchronized Optional<String> known() {
        return said.filter(one -> time.nanos() < one.until()).map(Said::header);
    }

    /**
     * What to say to these challenges; empty if there is nothing that was not refused already.
     *
     * @param refused what was said in vain
     */
    synchronized Optional<String> answer(RegistrySession session, List<Challenge> challenges, Optional<String> refused)
            throws IOException, ProblemException, InterruptedException {
        Optional<String> meanwhile = known();
        if (meanwhile.isPresent() && !meanwhile.equals(refused)) {
            return meanwhile;
        }
        said = Optional.empty();
        for (Challenge challenge : challenges) {
            Optional<Said> next = switch (challenge.scheme()) {
                case "bearer" -> Optional.of(token(session, challenge));
                case "basic" ->
                    credential.filter(one -> !one.isIdentityToken()).map(one -> new Said(one.basic(), Long.MAX_VALUE));
                default -> Optional.empty();
            };
            if (next.isPresent() && !next.map(Said::header).equals(refused)) {
                said = next;
                return next.map(Said::header);
            }
        }
        return Optional.empty();
    }

    private Said token(RegistrySession session, Challenge challenge)
            throws IOException, ProblemException, InterruptedException {
        Endpoint endpoint = session.endpoint();
        URI realm = realm(endpoint, challenge.parameter("realm"));
        List<String> parameters = new ArrayList<>();
        add(parameters, "service", challenge.parameter("service"));
        List<String> wanted = scopes.and(challenge.parameter("scope")).texts();
        Call call;
        Optional<String> basic = Optional.empty();
        if (credential.isPresent() && credential.get().isIdentityToken()) {
            add(parameters, "grant_type", "refresh_token");
            add(parameters, "client_id", "hamlet");
            add(parameters, "scope", String.join(" ", wanted));
            add(parameters, "refresh_token", credential.get().secret());
            byte[] form = String.join("&", parameters).getBytes(StandardCharsets.UTF_8);
            call = Call.of("POST", realm, "application/x-www-form-urlencoded", form);
        } else {
            wanted.forEach(scope -> add(parameters, "scope", scope));
            basic = credential.map(Credential::basic);
            String query = realm.getRawQuery() == null ? "" : realm.getRawQuery() + "&";
            String bare = realm.toString().replaceFirst("[?#].*$", "");
            call = Call.of("GET", URI.create(bare + "?" + query + String.join("&", parameters)));
        }
        try (HttpAnswer answer = session.exchange(call, basic)) {
            session.retries().requireLasting(answer);
            if (answer.status() != 200) {
                throw refused(endpoint, realm, answer, session);
            }
            RegistryJson.Token token = answer.content(MOST, session.patience().silence())
                    .flatMap(RegistryJson::token)
                    .orElseThrow(() -> new ProblemException(new ImageProblem.RegistryWrong(
                            Http.site(realm), what, "its token server answered without a token")));
            long until = time.nanos() + token.valid().toNanos() * 9 / 10;
            return new Said("Bearer " + token.text(), until);
        } catch (Retries.TryLater e) {
            throw e;
        } catch (IOException e) {
            throw new IOException("its token server " + Http.site(realm) + ": " + e.getMessage(), e);
        }
    }

    private ProblemException refused(Endpoint endpoint, URI realm, HttpAnswer answer, RegistrySession session)
            throws InterruptedException {
        String why = RegistryProblems.said(answer, session.patience());
        return new ProblemException(
                answer.status() == 401 || answer.status() == 403
                        ? new ImageProblem.RegistryDenied(endpoint.registry(), what, why)
                        : new ImageProblem.RegistryRefused(
                                Http.site(realm), "a token for " + what, answer.status(), why));
    }

    private static void add(List<String> parameters, String name, String value) {
        if (!value.isEmpty()) {
            parameters.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }

    /** Where tokens are given: where the registry says, but never less guarded than the registry itself. */
    private URI realm(Endpoint endpoint, String text) throws ProblemException {
        try {
            URI realm = URI.create(text);
            boolean known = "https".equals(realm.getScheme()) || "http".equals(realm.getScheme());
            if (known && realm.getHost() != null && realm.getUserInfo() == null) {
                boolean guarded = realm.getScheme().equals("https")
                        || endpoint.base().getScheme().equals("http")
                        || credential.isEmpty()
                        || Origin.of(realm).equals(Origin.of(endpoint.base()));
                if (guarded) {
                    return realm;
                }
                throw RegistryProblems.wrong(
                        endpoint, what, "it wants the password to be sent to " + Http.site(realm) + " without TLS");
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw RegistryProblems.wrong(endpoint, what, "its token server is '" + RegistryJson.shown(text) + "'");
    }
}
