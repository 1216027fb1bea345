package dev.hamlet.engine.hypervisor.qemu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@link QemuFacts} as JSON: QEMU's answers to the probe's questions, and the kept form. Pure. */
final class QemuFactsJson {
    private static final int FORMAT = 4;
    private static final int LONGEST_LINE = 300;
    private static final String VIRTIO_VGA = "virtio-vga";
    private static final String CLIPBOARD_BACKEND = "qemu-vdagent";
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private QemuFactsJson() {}

    /**
     * What the probe asks, one command a line. All answers together must fit into a pipe: those that still wait for a
     * slow reader are lost when QEMU quits. So QEMU's schema, by far the longest, is not asked for.
     *
     * @param readable any file, opened by QEMU to see whether io_uring works
     */
    static String questions(Path readable) {
        ObjectNode file = MAPPER.createObjectNode();
        file.put("driver", "file");
        file.put("node-name", "probe");
        file.put("filename", readable.toString());
        file.put("read-only", true);
        file.put("aio", "io_uring");
        ObjectNode devices = MAPPER.createObjectNode();
        devices.put("implements", VIRTIO_VGA);
        ObjectNode sandbox = MAPPER.createObjectNode();
        sandbox.put("option", "sandbox");
        return String.join(
                "\n",
                question("qmp_capabilities", null),
                question("query-version", null),
                question("query-machines", null),
                question("query-kvm", null),
                question("qom-list-types", devices),
                question("query-chardev-backends", null),
                question("query-command-line-options", sandbox),
                question("blockdev-add", file),
                question("quit", null),
                "");
    }

    private static String question(String command, @org.jspecify.annotations.Nullable ObjectNode arguments) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("execute", command);
        root.put("id", command);
        if (arguments != null) {
            root.set("arguments", arguments);
        }
        return root.toString();
    }

    /**
     * Reads the answers.
     *
     * @throws ProblemException {@code ToolFailed} if the program did not answer as QEMU does
     */
    static QemuFacts answers(Path program, ProcessResult result) throws ProblemException {
        Map<String, JsonNode> answers = new HashMap<>();
        for (String line : result.output().lines().toList()) {
            try {
                JsonNode root = MAPPER.readTree(line);
                if (root != null && root.has("return")) {
                    answers.put(root.path("id").asText(), root.path("return"));
                }
            } catch (JsonProcessingException e) {
                throw failed(program, result);
            }
        }
        JsonNode version =
                answers.getOrDefault("query-version", MAPPER.missingNode()).path("qemu");
        if (!version.has("major")) {
            throw failed(program, result);
        }
        String number = "%d.%d.%d"
                .formatted(
                        version.path("major").asInt(),
                        version.path("minor").asInt(),
                        version.path("micro").asInt());
        Set<String> features = new HashSet<>();
        if (answers.getOrDefault("query-kvm", MAPPER.missingNode())
                .path("present")
                .asBoolean()) {
            features.add(QemuFacts.KVM);
        }
        // The file could be opened: io_uring is built in, and neither the kernel nor a sandbox around us forbids it.
        if (answers.containsKey("blockdev-add")) {
            features.add(QemuFacts.IO_URING);
        }
        if (!QemuProbe.isOlder(number, "7.1")) {
            features.add(QemuFacts.PNG);
        }
        if (!QemuProbe.isOlder(number, "7.2")) {
            features.add(QemuFacts.STREAM);
        }
        if (answers.getOrDefault("query-command-line-options", MAPPER.missingNode())
                        .size()
                > 0) {
            features.add(QemuFacts.SANDBOX);
        }
        if (names(answers.getOrDefault("query-chardev-backends", MAPPER.missingNode()))
                .contains(CLIPBOARD_BACKEND)) {
            features.add(QemuFacts.CLIPBOARD);
        }
        return new QemuFacts(
                program,
                number,
                boards(answers.getOrDefault("query-machines", MAPPER.missingNode())),
                names(answers.getOrDefault("qom-list-types", MAPPER.missingNode())),
                features);
    }

    private static ProblemException failed(Path program, ProcessResult result) {
        String line = result.lastLine();
        line = line.substring(0, Math.min(LONGEST_LINE, line.length()));
        return new ProblemException(new MediaProblem.ToolFailed(program.toString(), result.code(), line));
    }

    private static List<String> boards(JsonNode machines) {
        List<String> boards = new ArrayList<>();
        for (JsonNode machine : machines) {
            String name = machine.path("name").asText();
            // Older boards lack what some of the devices need.
            if (name.matches("pc-q35-\\d+(\\.\\d+)+")
                    && !QemuProbe.isOlder(name.substring("pc-q35-".length()), "4.0")
                    && !machine.path("deprecated").asBoolean()) {
                boards.add(name);
            }
        }
        Comparator<String> byAge = (left, right) -> {
            String first = left.substring("pc-q35-".length());
            String second = right.substring("pc-q35-".length());
            if (QemuProbe.isOlder(first, second)) {
                return 1;
            }
            return QemuProbe.isOlder(second, first) ? -1 : 0;
        };
        boards.sort(byAge);
        return boards;
    }

    private static Set<String> names(JsonNode types) {
        Set<String> names = new TreeSet<>();
        types.forEach(type -> names.add(type.path("name").asText()));
        return names;
    }

    static String write(QemuFacts facts, String stamp) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("format", FORMAT);
        root.put("stamp", stamp);
        root.put("program", facts.program().toString());
        root.put("version", facts.version());
        list(root, "boards", facts.boards());
        list(root, "devices", new TreeSet<>(facts.devices()));
        list(root, "features", new TreeSet<>(facts.features()));
        return root + "\n";
    }

    private static void list(ObjectNode root, String field, Collection<String> values) {
        values.forEach(root.putArray(field)::add);
    }

    /** The facts, if they are of this format and for this stamp. */
    static Optional<QemuFacts> read(byte[] content, String stamp) throws IOException {
        JsonNode root = MAPPER.readTree(content);
        if (root == null
                || root.path("format").asInt() != FORMAT
                || !root.path("stamp").asText().equals(stamp)) {
            return Optional.empty();
        }
        return Optional.of(new QemuFacts(
                Path.of(root.path("program").asText()),
                root.path("version").asText(),
                texts(root.path("boards")),
                new HashSet<>(texts(root.path("devices"))),
                new HashSet<>(texts(root.path("features")))));
    }

    private static List<String> texts(JsonNode array) {
        List<String> all = new ArrayList<>();
        array.forEach(text -> all.add(text.asText()));
        return all;
    }
}
