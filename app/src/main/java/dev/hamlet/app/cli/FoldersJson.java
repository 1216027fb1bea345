package dev.hamlet.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.host.Folders;
import dev.hamlet.engine.host.Folders.Kind;
import dev.hamlet.engine.host.Places;
import java.nio.file.Path;
import java.util.Locale;

/** Where things lie as JSON, in the shape of {@code docs/command-line.md}. */
final class FoldersJson {
    private FoldersJson() {}

    static String of(Folders folders, Messages words) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        for (Kind kind : Kind.values()) {
            Places places = folders.of(kind);
            ObjectNode node = root.putObject(kind.name().toLowerCase(Locale.ROOT));
            node.put("new", places.forNew().toString());
            node.put("usual", places.usual().toString());
            ArrayNode all = node.putArray("all");
            for (Path folder : places.all()) {
                ObjectNode one = all.addObject().put("folder", folder.toString());
                if (folder.equals(places.usual())) {
                    one.putNull("problem");
                } else {
                    Folders.away(folder)
                            .ifPresentOrElse(
                                    why -> one.set("problem", ProblemJson.of(ProblemWords.of(why, words))),
                                    () -> one.putNull("problem"));
                }
            }
        }
        folders.unread()
                .ifPresentOrElse(
                        why -> root.set("problem", ProblemJson.of(ProblemWords.of(why, words))),
                        () -> root.putNull("problem"));
        return root.toPrettyString();
    }
}
