package dev.hamlet.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.image.registry.FoundImage;
import dev.hamlet.engine.image.registry.Registries;
import dev.hamlet.engine.image.registry.RegistryChoice;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Registries as JSON, in the shape of {@code docs/command-line.md}. */
final class RegistryJson {
    private RegistryJson() {}

    static String login(String registry, String user, Registries.Login login) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("registry", registry)
                .put("user", user)
                .put("place", login.place())
                .put("encrypted", login.encrypted())
                .toPrettyString();
    }

    static String logout(String registry, boolean forgotten, Optional<Path> still) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("registry", registry)
                .put("forgotten", forgotten)
                .put("stillIn", still.map(Path::toString).orElse(null))
                .toPrettyString();
    }

    static String found(List<FoundImage> found) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode all = root.putArray("images");
        for (FoundImage one : found) {
            all.addObject()
                    .put("name", one.name())
                    .put("description", one.description())
                    .put("stars", one.stars())
                    .put("official", one.official());
        }
        return root.toPrettyString();
    }

    static String choices(Map<String, RegistryChoice> choices) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode all = root.putArray("registries");
        choices.forEach((name, choice) -> {
            ObjectNode node = all.addObject();
            node.put("name", name);
            node.put("security", choice.security().name().toLowerCase(Locale.ROOT));
            node.put("ca", choice.authority().map(Path::toString).orElse(null));
            ArrayNode mirrors = node.putArray("mirrors");
            choice.mirrors().forEach(mirror -> mirrors.add(mirror.toString()));
        });
        return root.toPrettyString();
    }
}
