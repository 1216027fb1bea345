package dev.hamlet.app.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Labels as docker and podman users write them. */
final class LabelText {
    private LabelText() {}

    /** {@code NAME=VALUE} each; {@code NAME} alone has no value. */
    static Map<String, String> parse(List<String> written) {
        Map<String, String> labels = new TreeMap<>();
        for (String one : written) {
            int equals = one.indexOf('=');
            labels.put(equals < 0 ? one : one.substring(0, equals), equals < 0 ? "" : one.substring(equals + 1));
        }
        return labels;
    }
}
