package dev.hamlet.engine.image.registry;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a token shall allow, such as {@code repository:library/busybox:pull,push} (Docker Registry, "Token Scope").
 *
 * @param actions allowed actions by {@code type:name}
 */
record Scopes(Map<String, Set<String>> actions) {
    /** Nothing but to know who asks. */
    static final Scopes NONE = new Scopes(Map.of());

    Scopes {
        actions = Map.copyOf(actions);
    }

    static Scopes pull(String path) {
        return new Scopes(Map.of("repository:" + path, Set.of("pull")));
    }

    static Scopes push(String path) {
        return new Scopes(Map.of("repository:" + path, Set.of("pull", "push")));
    }

    /** These and those of a challenge, several of which may stand in one text. */
    Scopes and(String challenged) {
        Map<String, Set<String>> all = new TreeMap<>();
        actions.forEach((name, some) -> all.put(name, new TreeSet<>(some)));
        for (String one : challenged.strip().split("\\s+", -1)) {
            int colon = one.lastIndexOf(':');
            if (colon > 0 && one.indexOf(':') < colon) {
                all.computeIfAbsent(one.substring(0, colon), name -> new TreeSet<>())
                        .addAll(List.of(one.substring(colon + 1).split(",", -1)));
            }
        }
        return new Scopes(all);
    }

    /** As a token server takes them, one each. */
    List<String> texts() {
        return new TreeMap<>(actions)
                .entrySet().stream()
                        .map(one -> one.getKey() + ":" + String.join(",", new TreeSet<>(one.getValue())))
                        .toList();
    }
}
