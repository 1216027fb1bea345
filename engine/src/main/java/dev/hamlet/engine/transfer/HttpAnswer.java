package dev.hamlet.engine.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A response to a GET, its body not yet read. Closing it lets go of the connection.
 *
 * @param from the address that answered, after all redirects
 * @param status of the response
 * @param headers of the response
 * @param body of the response
 */
public record HttpAnswer(URI from, int status, HttpHeaders headers, BodyQueue body) implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes (?:(\\d{1,18})-(\\d{1,18})|\\*)/(\\d{1,18}|\\*)");

    /** Which part of the whole this is (RFC 9110 section 14.4); {@code first} is -1 for "none of it". */
    public record ContentRange(long first, long total) {}

    public Optional<ContentRange> range() {
        Matcher matcher = RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new ContentRange(
                matcher.group(1) == null ? -1 : Long.parseLong(matcher.group(1)),
                matcher.group(3).equals("*") ? -1 : Long.parseLong(matcher.group(3))));
    }

    public OptionalLong length() {
        try {
            return headers.firstValueAsLong("Content-Length");
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * What names this very content, fit for If-Range: a strong ETag, else the time of its last change (RFC 9110
     * section 13.1.5). Empty if the server gives neither.
     */
    public String validator() {
        return headers.firstValue("ETag")
                .filter(tag -> tag.startsWith("\"") && tag.indexOf('\n') < 0)
                .or(() -> headers.firstValue("Last-Modified"))
                .orElse("");
    }

    /** How long the server asks to be left alone (RFC 9110 section 10.2.3): seconds, or a date. */
    public Optional<Duration> retryAfter(Instant now) {
        String text = headers.firstValue("Retry-After").orElse("").strip();
        if (text.matches("\\d{1,6}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /**
     * All of its body.
     *
     * @param most bytes that are read of it
     * @param silence how long it may bring nothing
     * @return empty if it is longer
     * @throws IOException if the connection broke
     */
    public Optional<byte[]> content(int most, Duration silence) throws IOException, InterruptedException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (List<ByteBuffer> piece = body.next(silence); !piece.isEmpty(); piece = body.next(silence)) {
            for (ByteBuffer bytes : piece) {
                byte[] array = new byte[bytes.remaining()];
                bytes.get(array);
                content.write(array);
            }
            if (content.size() > most) {
                return Optional.empty();
            }
        }
        return Optional.of(content.toByteArray());
    }

    @Override
    public void close() {
        body.close();
    }
}
