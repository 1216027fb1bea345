package dev.hamlet.engine.host;

import dev.hamlet.nativebridge.KvmAnswer;
import java.util.List;

/** A proof's answer and all that it depended on. */
record KvmCache(List<String> facts, KvmAnswer answer) {
    KvmCache {
        facts = List.copyOf(facts);
    }
}
