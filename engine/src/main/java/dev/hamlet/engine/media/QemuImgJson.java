package dev.hamlet.engine.media;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;

/** What qemu-img answers with {@code --output=json} (QEMU's qapi/block-core.json: ImageInfo, ImageCheck, BlockMeasureInfo). */
final class QemuImgJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private QemuImgJson() {}

    static DiskInfo info(DiskHeader header, String output) throws ProblemException {
        JsonNode root = parse(output);
        boolean marked =
                root.path("format-specific").path("data").path("corrupt").asBoolean();
        return new DiskInfo(
                header.file(),
                header.format(),
                new ByteSize(Math.max(0, root.path("virtual-size").asLong())),
                new ByteSize(Math.max(0, root.path("actual-size").asLong())),
                header.backing(),
                header.encrypted() || root.path("encrypted").asBoolean(),
                root.path("dirty-flag").asBoolean(),
                marked);
    }

    static ImageLayout layout(String output) throws ProblemException {
        JsonNode root = parse(output);
        JsonNode data = root.path("format-specific").path("data");
        return new ImageLayout(
                root.path("cluster-size").asLong(),
                data.path("compat").asText(""),
                data.path("extended-l2").asBoolean(),
                data.path("lazy-refcounts").asBoolean(),
                root.path("snapshots").size(),
                data.path("bitmaps").size(),
                data.path("corrupt").asBoolean());
    }

    static DiskCheck check(String output) throws ProblemException {
        JsonNode root = parse(output);
        return new DiskCheck(
                true,
                root.path("corruptions").asInt(),
                root.path("leaks").asInt(),
                root.path("check-errors").asInt());
    }

    static long requiredBytes(String output) throws ProblemException {
        return Math.max(0, parse(output).path("required").asLong());
    }

    private static JsonNode parse(String output) throws ProblemException {
        try {
            JsonNode root = MAPPER.readTree(output);
            if (root != null && root.isObject()) {
                return root;
            }
            throw new ProblemException(new MediaProblem.ToolFailed("qemu-img", 0, "no JSON in its answer"));
        } catch (JsonProcessingException e) {
            throw new ProblemException(new MediaProblem.ToolFailed("qemu-img", 0, e.getOriginalMessage()), e);
        }
    }
}
