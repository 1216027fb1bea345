package dev.hamlet.engine.machine;

import static dev.hamlet.engine.machine.TypedJson.array;
import static dev.hamlet.engine.machine.TypedJson.bytes;
import static dev.hamlet.engine.machine.TypedJson.choice;
import static dev.hamlet.engine.machine.TypedJson.flag;
import static dev.hamlet.engine.machine.TypedJson.number;
import static dev.hamlet.engine.machine.TypedJson.path;
import static dev.hamlet.engine.machine.TypedJson.text;
import static dev.hamlet.engine.machine.TypedJson.word;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A {@link MachineSpec} as JSON, format 1, as {@code docs/machine-folder.md} describes it. Keys that this version does
 * not know are kept, wherever they stand in an object it does know. Pure; safe for use by many threads.
 */
public final class MachineSpecJson {
    /** The format that is written; older ones are read, newer ones refused. */
    public static final int FORMAT = 1;

    private static final ObjectMapper MAPPER = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxStringLength(1 << 20)
                            .build())
                    .build())
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .build();

    private static final Set<String> MACHINE_KEYS = Set.of(
            "format",
            "id",
            "uuid",
            "name",
            "system",
            "group",
            "profile",
            "vcpus",
            "cpuLimit",
            "memory",
            "firmware",
            "acceleration",
            "board",
            "disks",
            "cds",
            "bootFromCd",
            "display",
            "serialLog",
            "kernel",
            "network",
            "created");
    private static final Set<String> DISK_KEYS = Set.of("id", "file", "format", "readOnly", "limit");
    private static final Set<String> CD_KEYS = Set.of("id", "file");
    private static final Set<String> DISPLAY_KEYS = Set.of("card", "width", "height");
    private static final Set<String> KERNEL_KEYS = Set.of("file", "initrd", "commandLine");
    private static final Set<String> NETWORK_KEYS = Set.of("connected", "mac", "reachesHost", "forwards");
    private static final Set<String> FORWARD_KEYS = Set.of("protocol", "address", "hostPort", "guestPort");

    private MachineSpecJson() {}

    /** Keys of a machine's file that this version does not know; only this class looks inside. */
    public static final class UnknownKeys {
        /** No unknown keys. */
        public static final UnknownKeys NONE = new UnknownKeys(MAPPER.createObjectNode());

        /** The file as it was read: whatever of it is not known is copied at the next writing. */
        private final ObjectNode read;

        private UnknownKeys(ObjectNode read) {
            this.read = read;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof UnknownKeys keys && keys.read.equals(read);
        }

        @Override
        public int hashCode() {
            return read.hashCode();
        }
    }

    private static void keepUnknown(ObjectNode fresh, ObjectNode old) {
        copyUnknown(fresh, old, MACHINE_KEYS);
        copyUnknown(fresh.path("display"), old.path("display"), DISPLAY_KEYS);
        copyUnknown(fresh.path("kernel"), old.path("kernel"), KERNEL_KEYS);
        copyUnknown(fresh.path("network"), old.path("network"), NETWORK_KEYS);
        copyUnknownOfElements(fresh.path("disks"), old.path("disks"), DISK_KEYS, "id");
        copyUnknownOfElements(fresh.path("cds"), old.path("cds"), CD_KEYS, "id");
        copyUnknownOfElements(
                fresh.path("network").path("forwards"), old.path("network").path("forwards"), FORWARD_KEYS, "hostPort");
    }

    private static void copyUnknown(JsonNode fresh, JsonNode old, Set<String> known) {
        if (fresh instanceof ObjectNode target && old instanceof ObjectNode source) {
            source.properties().stream()
                    .filter(entry -> !known.contains(entry.getKey()))
                    .forEach(entry -> target.set(entry.getKey(), entry.getValue()));
        }
    }

    private static void copyUnknownOfElements(JsonNode fresh, JsonNode old, Set<String> known, String identity) {
        for (JsonNode target : fresh) {
            for (JsonNode source : old) {
                if (target.path(identity).equals(source.path(identity))) {
                    copyUnknown(target, source, known);
                }
            }
        }
    }

    /** The spec as the bytes of its file, UTF-8, ending in a new line. */
    public static byte[] write(MachineSpec spec) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("format", FORMAT);
        root.put("id", spec.id().value());
        root.put("uuid", spec.uuid().toString());
        root.put("name", spec.name());
        root.put("system", spec.system());
        if (!spec.group().isEmpty()) {
            root.put("group", spec.group());
        }
        root.put("profile", word(spec.profile()));
        root.put("vcpus", spec.vcpus());
        if (spec.cpuLimit() != MachineSpec.NO_CPU_LIMIT) {
            root.put("cpuLimit", spec.cpuLimit());
        }
        root.put("memory", spec.memory().bytes());
        root.put("firmware", word(spec.firmware()));
        root.put("acceleration", word(spec.acceleration()));
        root.put("board", spec.board());
        ArrayNode disks = root.putArray("disks");
        for (DiskSpec disk : spec.disks()) {
            ObjectNode node = disks.addObject();
            node.put("id", disk.id());
            node.put("file", disk.file().toString());
            node.put("format", disk.format().word());
            node.put("readOnly", disk.readOnly());
            if (!disk.limit().equals(DiskSpec.UNLIMITED)) {
                node.put("limit", disk.limit().bytes());
            }
        }
        ArrayNode cds = root.putArray("cds");
        for (CdSpec cd : spec.cds()) {
            ObjectNode node = cds.addObject();
            node.put("id", cd.id());
            if (cd.file() != null) {
                node.put("file", cd.file().toString());
            }
        }
        root.put("bootFromCd", spec.bootFromCd());
        DisplaySpec display = spec.display();
        if (!display.equals(DisplaySpec.AUTOMATIC)) {
            ObjectNode node = root.putObject("display");
            node.put("card", word(display.card()));
            if (display.hasSize()) {
                node.put("width", display.width());
                node.put("height", display.height());
            }
        }
        if (!spec.serialLog()) {
            root.put("serialLog", false);
        }
        KernelSpec kernel = spec.kernel();
        if (kernel != null) {
            ObjectNode node = root.putObject("kernel");
            node.put("file", kernel.kernel().toString());
            if (kernel.initrd() != null) {
                node.put("initrd", kernel.initrd().toString());
            }
            node.put("commandLine", kernel.commandLine());
        }
        ObjectNode network = root.putObject("network");
        network.put("connected", spec.network().connected());
        network.put("mac", spec.network().mac());
        network.put("reachesHost", spec.network().reachesHost());
        ArrayNode forwards = network.putArray("forwards");
        for (PortForward forward : spec.network().forwards()) {
            ObjectNode node = forwards.addObject();
            node.put("protocol", forward.protocol().word());
            node.put("address", forward.address());
            node.put("hostPort", forward.hostPort());
            node.put("guestPort", forward.guestPort());
        }
        root.put("created", spec.created().toString());
        keepUnknown(root, spec.unknown().read);
        return (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a machine's file.
     *
     * @param file named in problems only
     * @throws ProblemException {@code MachineUnreadable} with the line where that is known, {@code MachineFromFuture}, or
     *     what {@link MachineSpecBuilder#build()} refuses
     */
    public static MachineSpec read(byte[] content, Path file) throws ProblemException {
        JsonNode root;
        try {
            root = MAPPER.readTree(content);
        } catch (JsonProcessingException e) {
            JsonLocation where = e.getLocation();
            throw unreadable(file, where == null ? 0 : where.getLineNr(), e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw unreadable(file, 0, String.valueOf(e.getMessage()), e);
        }
        if (root == null || !root.isObject()) {
            throw unreadable(file, 1, "not a JSON object", null);
        }
        int format = root.path("format").asInt(0);
        if (format > FORMAT) {
            throw new ProblemException(new MachineProblem.MachineFromFuture(file, format, FORMAT));
        }
        try {
            return new Reader((ObjectNode) root).spec();
        } catch (TypedJson.ShapeException e) {
            throw unreadable(file, lineOf(content, e.key), String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw unreadable(file, 0, String.valueOf(e.getMessage()), e);
        }
    }

    private static ProblemException unreadable(
            Path file, int line, String why, @org.jspecify.annotations.Nullable Exception cause) {
        MachineProblem problem = new MachineProblem.MachineUnreadable(file, line, why);
        return cause == null ? new ProblemException(problem) : new ProblemException(problem, cause);
    }

    /** The first line that names this key, counted from 1; 0 if none does. */
    private static int lineOf(byte[] content, String key) {
        int line = 1;
        for (String text : new String(content, StandardCharsets.UTF_8).split("\n", -1)) {
            if (text.contains("\"" + key + "\"")) {
                return line;
            }
            line++;
        }
        return 0;
    }

    private record Reader(ObjectNode root) {
        MachineSpec spec() throws TypedJson.ShapeException, ProblemException {
            List<DiskSpec> disks = new ArrayList<>();
            for (JsonNode node : array(root, "disks")) {
                DiskFormat format = DiskFormat.ofWord(text(node, "format"))
                        .orElseThrow(() -> new TypedJson.ShapeException("disks", "unknown disk format"));
                disks.add(new DiskSpec(
                        text(node, "id"),
                        path(node, "file"),
                        format,
                        flag(node, "readOnly", false),
                        node.has("limit") ? new ByteSize(bytes(node, "limit")) : DiskSpec.UNLIMITED));
            }
            List<CdSpec> cds = new ArrayList<>();
            for (JsonNode node : array(root, "cds")) {
                cds.add(new CdSpec(text(node, "id"), node.has("file") ? path(node, "file") : null));
            }
            JsonNode screen = root.path("display");
            DisplaySpec display = new DisplaySpec(
                    choice(DisplaySpec.Card.class, screen, "card", DisplaySpec.Card.AUTO),
                    screen.has("width") ? number(screen, "width") : 0,
                    screen.has("height") ? number(screen, "height") : 0);
            KernelSpec kernel = null;
            if (root.has("kernel")) {
                JsonNode node = root.get("kernel");
                kernel = new KernelSpec(
                        path(node, "file"),
                        node.has("initrd") ? path(node, "initrd") : null,
                        node.has("commandLine") ? text(node, "commandLine") : "");
            }
            JsonNode network = root.path("network");
            List<PortForward> forwards = new ArrayList<>();
            for (JsonNode node : array(network, "forwards")) {
                forwards.add(new PortForward(
                        choice(PortForward.Protocol.class, node, "protocol", PortForward.Protocol.TCP),
                        node.has("address") ? text(node, "address") : PortForward.LOOPBACK,
                        number(node, "hostPort"),
                        number(node, "guestPort")));
            }
            NetworkSpec card = new NetworkSpec(
                    flag(network, "connected", true),
                    text(network, "mac"),
                    flag(network, "reachesHost", false),
                    forwards);
            return new MachineSpecBuilder(
                            text(root, "name"),
                            new MachineId(text(root, "id")),
                            UUID.fromString(text(root, "uuid")),
                            card,
                            Instant.parse(text(root, "created")))
                    .system(root.has("system") ? text(root, "system") : "")
                    .group(root.has("group") ? text(root, "group") : "")
                    .profile(choice(DeviceProfile.class, root, "profile", DeviceProfile.VIRTIO))
                    .vcpus(number(root, "vcpus"))
                    .cpuLimit(root.has("cpuLimit") ? number(root, "cpuLimit") : MachineSpec.NO_CPU_LIMIT)
                    .memory(new ByteSize(bytes(root, "memory")))
                    .firmware(choice(Firmware.class, root, "firmware", Firmware.BIOS))
                    .acceleration(choice(Acceleration.class, root, "acceleration", Acceleration.AUTO))
                    .board(root.has("board") ? text(root, "board") : "")
                    .disks(disks)
                    .cds(cds)
                    .bootFromCd(flag(root, "bootFromCd", false))
                    .display(display)
                    .serialLog(flag(root, "serialLog", true))
                    .kernel(kernel)
                    .unknown(new UnknownKeys(root))
                    .build();
        }
    }
}
