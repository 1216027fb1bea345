package dev.hamlet.engine.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.nativebridge.KvmAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A {@link KvmCache} as JSON. Whatever cannot be read counts as not there: the proof is made again. */
final class KvmCacheJson {
    private static final int FORMAT = 1;
    private static final JsonMapper JSON = new JsonMapper();

    private KvmCacheJson() {}

    static byte[] write(KvmCache cache) throws IOException {
        ObjectNode root = JSON.createObjectNode().put("format", FORMAT);
        cache.facts().forEach(root.putArray("facts")::add);
        root.put("answer", cache.answer().toLine());
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }

    static Optional<KvmCache> read(byte[] text) {
        try {
            JsonNode root = JSON.readTree(text);
            if (root.path("format").asInt() != FORMAT) {
                return Optional.empty();
            }
            List<String> facts = new ArrayList<>();
            root.path("facts").forEach(fact -> facts.add(fact.asText()));
            return KvmAnswer.parse(root.path("answer").asText()).map(answer -> new KvmCache(facts, answer));
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }
}
