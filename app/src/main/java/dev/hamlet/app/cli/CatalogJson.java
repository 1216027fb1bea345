package dev.hamlet.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.app.words.MachineWords;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.catalog.Catalog;
import dev.hamlet.engine.catalog.CatalogEntry;
import dev.hamlet.engine.catalog.CatalogImages;
import dev.hamlet.engine.catalog.ContainerRecipe;
import dev.hamlet.engine.catalog.Recipe;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.image.ImageReference;
import java.util.List;
import java.util.Set;

/** The catalogue as JSON: {@code {"entries", "recipes", "problems"}}. */
final class CatalogJson {
    private CatalogJson() {}

    static String of(
            Catalog catalog,
            List<Recipe> recipes,
            List<ContainerRecipe> containers,
            Set<String> had,
            Set<ImageReference> names,
            Messages words) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode entries = root.putArray("entries");
        catalog.entries().forEach(entry -> entries.add(entry(entry, had)));
        ArrayNode built = root.putArray("recipes");
        for (Recipe recipe : recipes) {
            ObjectNode node = built.addObject();
            node.put("id", recipe.id());
            node.put("image", recipe.imageName());
            node.put("spaceBytes", recipe.space().bytes());
            recipe.tools().forEach(tool -> node.withArray("/tools").add(tool.program()));
            node.put("inLibrary", had.contains(recipe.imageName()));
        }
        for (ContainerRecipe recipe : containers) {
            ObjectNode node = built.addObject();
            node.put("id", recipe.id());
            node.put("image", recipe.name().familiar());
            node.put("spaceBytes", recipe.space().bytes());
            recipe.tools().forEach(tool -> node.withArray("/tools").add(tool.program()));
            node.put("inLibrary", names.contains(recipe.name()));
        }
        ArrayNode problems = root.putArray("problems");
        catalog.problems().forEach(problem -> problems.add(ProblemJson.of(ProblemWords.of(problem, words))));
        return root.toPrettyString();
    }

    private static ObjectNode entry(CatalogEntry entry, Set<String> had) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        String image = CatalogImages.imageName(entry);
        node.put("id", entry.id());
        node.put("image", image);
        node.put("system", entry.system());
        node.put("version", entry.version());
        node.put("codename", entry.codename());
        node.put("edition", entry.edition());
        node.put("architecture", entry.architecture());
        node.put("format", entry.format().word());
        ArrayNode urls = node.putArray("urls");
        entry.sources().forEach(source -> urls.add(source.url().toString()));
        ByteSize size = entry.size();
        node.put("sizeBytes", size == null ? null : size.bytes());
        node.put("cloudInit", entry.cloudInit());
        node.put("user", entry.user());
        node.put("minimumMemoryBytes", entry.minimumMemory().bytes());
        node.put("recommendedMemoryBytes", entry.recommendedMemory().bytes());
        node.put("minimumDiskBytes", entry.minimumDisk().bytes());
        node.put("recommendedDiskBytes", entry.recommendedDisk().bytes());
        ArrayNode firmware = node.putArray("firmware");
        entry.firmware().forEach(kind -> firmware.add(MachineWords.word(kind)));
        node.put("inLibrary", had.contains(image));
        return node;
    }
}
