package dev.hamlet.engine.container.oci;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * A profile of system calls, from the form in which containers-common and Docker ship it to that of the OCI runtime
 * specification ("Linux container configuration", Seccomp): rules for other processors, kernels and capabilities are left
 * out. Pure.
 */
final class SeccompJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Go's names of processors beside libseccomp's. */
    private static final Map<String, String> ARCHITECTURES = Map.of(
            "amd64", "SCMP_ARCH_X86_64",
            "386", "SCMP_ARCH_X86",
            "arm64", "SCMP_ARCH_AARCH64",
            "arm", "SCMP_ARCH_ARM",
            "s390x", "SCMP_ARCH_S390X",
            "ppc64le", "SCMP_ARCH_PPC64LE",
            "riscv64", "SCMP_ARCH_RISCV64");

    private SeccompJson() {}

    /**
     * The profile for a container.
     *
     * @param profile its text
     * @param capabilities those that the container has
     * @throws IllegalArgumentException if it is no profile
     */
    static ObjectNode convert(String profile, String architecture, String kernel, Set<String> capabilities) {
        JsonNode from;
        try {
            from = MAPPER.readTree(profile);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage(), e);
        }
        if (!from.path("defaultAction").isTextual() || !from.path("syscalls").isArray()) {
            throw new IllegalArgumentException("it has no defaultAction or no syscalls");
        }
        ObjectNode to = MAPPER.createObjectNode();
        to.set("defaultAction", from.get("defaultAction"));
        if (from.path("defaultErrnoRet").isInt()) {
            to.set("defaultErrnoRet", from.get("defaultErrnoRet"));
        }
        architectures(from, architecture, to.putArray("architectures"));
        ArrayNode calls = to.putArray("syscalls");
        for (JsonNode rule : from.get("syscalls")) {
            if (applies(rule, architecture, kernel, capabilities)) {
                ObjectNode call = calls.addObject();
                call.set("names", rule.path("names"));
                call.set("action", rule.path("action"));
                if (rule.path("errnoRet").isInt()) {
                    call.set("errnoRet", rule.get("errnoRet"));
                }
                if (!rule.path("args").isEmpty()) {
                    call.set("args", rule.get("args"));
                }
            }
        }
        return to;
    }

    private static void architectures(JsonNode profile, String architecture, ArrayNode to) {
        String own = ARCHITECTURES.getOrDefault(architecture, "");
        for (JsonNode entry : profile.path("archMap")) {
            if (entry.path("architecture").asText().equals(own)) {
                to.add(own);
                entry.path("subArchitectures").forEach(to::add);
            }
        }
        if (to.isEmpty() && !own.isEmpty()) {
            to.add(own);
        }
    }

    private static boolean applies(JsonNode rule, String architecture, String kernel, Set<String> capabilities) {
        JsonNode needed = rule.path("includes");
        JsonNode unwanted = rule.path("excludes");
        for (JsonNode capability : needed.path("caps")) {
            if (!capabilities.contains(capability.asText())) {
                return false;
            }
        }
        for (JsonNode capability : unwanted.path("caps")) {
            if (capabilities.contains(capability.asText())) {
                return false;
            }
        }
        return (needed.path("arches").isEmpty() || names(needed.path("arches"), architecture))
                && !names(unwanted.path("arches"), architecture)
                && (!needed.has("minKernel")
                        || atLeast(kernel, needed.path("minKernel").asText()))
                && !(unwanted.has("minKernel")
                        && atLeast(kernel, unwanted.path("minKernel").asText()));
    }

    private static boolean names(JsonNode values, String wanted) {
        for (JsonNode value : values) {
            if (value.asText().equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    /** Compares the first two numbers of a kernel's version. */
    static boolean atLeast(String kernel, String least) {
        String[] have = kernel.split("[^0-9]+", -1);
        String[] want = least.split("[^0-9]+", -1);
        for (int i = 0; i < 2; i++) {
            int mine = i < have.length && !have[i].isEmpty() ? Integer.parseInt(have[i]) : 0;
            int wanted = i < want.length && !want[i].isEmpty() ? Integer.parseInt(want[i]) : 0;
            if (mine != wanted) {
                return mine > wanted;
            }
        }
        return true;
    }
}
