package dev.hamlet.engine.media;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;

/** A {@link CloudSeed} as the files of cloud-init's NoCloud data source. */
final class SeedYaml {
    private static final DumpSettings SETTINGS = DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setWidth(Integer.MAX_VALUE)
            .build();

    private SeedYaml() {}

    static String userData(CloudSeed seed) {
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("name", seed.user());
        if (!seed.fullName().isEmpty()) {
            user.put("gecos", seed.fullName());
        }
        user.put("lock_passwd", seed.passwordHash() == null);
        if (seed.passwordHash() != null) {
            user.put("hashed_passwd", seed.passwordHash());
        }
        if (!seed.sshKeys().isEmpty()) {
            user.put("ssh_authorized_keys", new ArrayList<>(seed.sshKeys()));
        }
        Map<String, Object> root = new LinkedHashMap<>();
        // "user" is merged over the image's own default user, which brings the right shell, groups and sudo rule.
        root.put("user", user);
        root.put("users", List.of("default"));
        root.put("ssh_pwauth", seed.passwordHash() != null);
        root.put("hostname", seed.hostname());
        if (seed.locale() != null) {
            root.put("locale", seed.locale());
        }
        if (seed.timezone() != null) {
            root.put("timezone", seed.timezone());
        }
        return "#cloud-config\n" + dump(root);
    }

    static String metaData(CloudSeed seed, String instanceId) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("instance-id", instanceId);
        root.put("local-hostname", seed.hostname());
        return dump(root);
    }

    private static String dump(Map<String, Object> root) {
        return new Dump(SETTINGS, new QuotingRepresenter(SETTINGS)).dumpToString(root);
    }

    /**
     * Quotes all text. This library writes YAML 1.2; cloud-init reads YAML 1.1, where a bare {@code yes}, {@code 12:30} or
     * {@code 1_000} is no text.
     */
    private static final class QuotingRepresenter extends StandardRepresenter {
        QuotingRepresenter(DumpSettings settings) {
            super(settings);
            representers.put(String.class, data -> quoted(data.toString()));
        }

        private static Node quoted(String text) {
            return new ScalarNode(Tag.STR, text, ScalarStyle.DOUBLE_QUOTED);
        }
    }
}
