package dev.hamlet.engine.machine;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.hamlet.engine.catalog.CatalogJson;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The published schemas say of files what the readers of these files do. */
class SchemasTest {
    private static final Path SCHEMAS = Path.of("../docs/reference");
    private static final Path CATALOG = Path.of("../assets/src/main/resources/dev/hamlet/assets/catalog.json");
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();

    private static JsonNode schemaText(String name) throws IOException {
        return MAPPER.readTree(Files.readString(SCHEMAS.resolve(name)));
    }

    private static Schema schema(String name) throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schemaText(name));
    }

    private static List<String> faults(Schema schema, JsonNode file) {
        return schema.validate(file).stream().map(Object::toString).toList();
    }

    private static MachineSpec full() throws ProblemException {
        return MachineSpec.named("web")
                .system("debian-12")
                .group("Lab")
                .vcpus(4)
                .cpuLimit(40)
                .memory(ByteSize.ofGibibytes(2))
                .firmware(Firmware.UEFI)
                .board("pc-q35-7.2")
                .addDisk(new DiskSpec(
                        "disk0", Path.of("disks/disk0.qcow2"), DiskFormat.QCOW2, false, ByteSize.ofMebibytes(10)))
                .addCd(new CdSpec("cd0", Path.of("/srv/a.iso")))
                .display(new DisplaySpec(DisplaySpec.Card.VGA, 1920, 1080))
                .serialLog(false)
                .kernel(new KernelSpec(Path.of("/boot/vmlinuz"), Path.of("/boot/initrd"), "quiet"))
                .forwards(List.of(PortForward.tcp(2222, 22)))
                .build();
    }

    private static ObjectNode written(MachineSpec spec) throws IOException {
        return (ObjectNode) MAPPER.readTree(MachineSpecJson.write(spec));
    }

    /** The names of the properties of all objects of a schema that this file has too. */
    private static void unnamed(JsonNode schema, JsonNode root, JsonNode file, String at, Set<String> found) {
        JsonNode here =
                schema.has("$ref") ? root.at(schema.get("$ref").textValue().substring(1)) : schema;
        if (file.isArray()) {
            file.forEach(one -> unnamed(here.path("items"), root, one, at, found));
        }
        for (Map.Entry<String, JsonNode> property : file.properties()) {
            JsonNode named = here.path("properties").path(property.getKey());
            if (named.isMissingNode()) {
                found.add(at + property.getKey());
            } else {
                unnamed(named, root, property.getValue(), at + property.getKey() + ".", found);
            }
        }
    }

    @Test
    void everyMachineThatIsWrittenFitsItsSchemaWhichNamesAllItsKeys() throws Exception {
        Schema schema = schema("machine.schema.json");
        for (MachineSpec spec : List.of(full(), MachineSpec.named("bare").build())) {
            JsonNode file = written(spec);
            assertEquals(List.of(), faults(schema, file));
            Set<String> unnamed = new TreeSet<>();
            JsonNode text = schemaText("machine.schema.json");
            unnamed(text, text, file, "", unnamed);
            assertEquals(Set.of(), unnamed);
        }
        Set<String> never = new TreeSet<>();
        JsonNode file = written(full());
        schemaText("machine.schema.json").path("properties").fieldNames().forEachRemaining(name -> {
            if (!file.has(name)) {
                never.add(name);
            }
        });
        assertEquals(Set.of(), never);
    }

    @Test
    void aMachineWithoutAKeyThatItsReaderWantsFitsNeither() throws Exception {
        Schema schema = schema("machine.schema.json");
        for (JsonNode key : schemaText("machine.schema.json").path("required")) {
            ObjectNode file = written(full());
            file.remove(key.textValue());
            assertFalse(faults(schema, file).isEmpty(), key.textValue());
        }
        for (String key : List.of("id", "uuid", "name", "vcpus", "memory", "created")) {
            ObjectNode file = written(full());
            file.remove(key);
            assertThrows(
                    ProblemException.class,
                    () -> MachineSpecJson.read(
                            file.toString().getBytes(StandardCharsets.UTF_8), Path.of("machine.json")),
                    key);
        }
    }

    @Test
    void valuesThatTheReaderRefusesFitTheSchemaNeither() throws Exception {
        Schema schema = schema("machine.schema.json");
        List<String> wrong = List.of(
                "{\"vcpus\": 0}",
                "{\"memory\": 1000}",
                "{\"cpuLimit\": 101}",
                "{\"firmware\": \"efi\"}",
                "{\"profile\": \"fast\"}",
                "{\"bootFromCd\": \"yes\"}",
                "{\"disks\": [{\"id\": \"disk0\", \"file\": \"a\", \"format\": \"qed\"}]}");
        for (String change : wrong) {
            ObjectNode file = written(full());
            file.setAll((ObjectNode) MAPPER.readTree(change));
            assertFalse(faults(schema, file).isEmpty(), change);
            assertThrows(
                    ProblemException.class,
                    () -> MachineSpecJson.read(
                            file.toString().getBytes(StandardCharsets.UTF_8), Path.of("machine.json")),
                    change);
        }
    }

    @Test
    void hamletsOwnCatalogueFitsItsSchemaWhichNamesAllItsKeys() throws Exception {
        JsonNode file = MAPPER.readTree(Files.readString(CATALOG));
        assertTrue(file.path("entries").size() > 3);
        assertEquals(List.of(), faults(schema("catalog.schema.json"), file));
        Set<String> unnamed = new TreeSet<>();
        JsonNode text = schemaText("catalog.schema.json");
        unnamed(text, text, file, "", unnamed);
        assertEquals(Set.of(), unnamed);
    }

    @Test
    void anEntryOfTheCatalogueWithoutAKeyThatItsReaderWantsFitsNeither() throws Exception {
        Schema schema = schema("catalog.schema.json");
        List<String> required = new ArrayList<>();
        schemaText("catalog.schema.json").at("/$defs/entry/required").forEach(key -> required.add(key.textValue()));
        assertTrue(required.size() > 5);
        JsonNode whole = MAPPER.readTree(Files.readString(CATALOG));
        assertDoesNotThrow(() -> CatalogJson.read(whole.toString().getBytes(StandardCharsets.UTF_8), CATALOG));
        for (String key : required) {
            JsonNode file = whole.deepCopy();
            ((ObjectNode) file.path("entries").path(0)).remove(key);
            assertFalse(faults(schema, file).isEmpty(), key);
            assertThrows(
                    ProblemException.class,
                    () -> CatalogJson.read(file.toString().getBytes(StandardCharsets.UTF_8), CATALOG),
                    key);
        }
    }
}
