package dev.hamlet.engine.image.registry;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A request, which may be made again.
 *
 * @param method such as {@code GET}
 * @param url what is asked
 * @param headers what is said besides
 * @param body what is sent, made anew for each try
 * @param sent how much of it was sent, by which a silent line is told from a slow one; negative for a body that is none
 */
record Call(String method, URI url, Map<String, String> headers, Supplier<BodyPublisher> body, LongSupplier sent) {
    Call {
        headers = Map.copyOf(headers);
    }

    static Call get(URI url, Map<String, String> headers) {
        return new Call("GET", url, headers, BodyPublishers::noBody, () -> -1);
    }

    static Call of(String method, URI url) {
        return new Call(method, url, Map.of(), BodyPublishers::noBody, () -> -1);
    }

    /** One that sends these few bytes. */
    static Call of(String method, URI url, String type, byte[] bytes) {
        return new Call(method, url, Map.of("Content-Type", type), () -> BodyPublishers.ofByteArray(bytes), () -> -1);
    }

    Call with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Call(method, url, more, body, sent);
    }

    Call to(URI other) {
        return new Call(method, other, headers, body, sent);
    }

    boolean isFollowed() {
        return method.equals("GET") || method.equals("HEAD");
    }
}
