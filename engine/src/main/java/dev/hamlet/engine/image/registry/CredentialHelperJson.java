package dev.hamlet.engine.image.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessInput;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A program {@code docker-credential-NAME} that keeps credentials (docker/docker-credential-helpers, "Development"). Secrets
 * go by its standard input and output, never by its arguments.
 */
final class CredentialHelperJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    /** It may ask a person. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String name;
    private final ProcessLauncher launcher;

    /** The helper of this name. */
    CredentialHelperJson(String name, ProcessLauncher launcher) {
        this.name = name;
        this.launcher = launcher;
    }

    String name() {
        return name;
    }

    /**
     * What it keeps for this registry.
     *
     * @throws ProblemException {@code CredentialHelperFailed}
     */
    Optional<Credential> get(String server) throws ProblemException, InterruptedException {
        ProcessResult result = run("get", ProcessInput.of(server), server);
        if (!result.succeeded()) {
            String said = RegistryJson.shown(result.output());
            // Its words for "nothing is kept", by which all programs tell that from a failure.
            if (said.contains("credentials not found")) {
                return Optional.empty();
            }
            throw failed(server, said.isEmpty() ? RegistryJson.shown(result.lastLine()) : said);
        }
        try {
            JsonNode root = MAPPER.readTree(result.output());
            String user = root == null ? "" : root.path("Username").asText("");
            if (!user.isEmpty()) {
                return Optional.of(new Credential(user, root.path("Secret").asText("")));
            }
        } catch (IOException e) {
            // What it said may be a secret.
        }
        throw failed(server, "what it answers is no credential");
    }

    /** Gives it a credential to keep. */
    void store(String server, Credential credential) throws ProblemException, InterruptedException {
        String text = MAPPER.createObjectNode()
                .put("ServerURL", server)
                .put("Username", credential.user())
                .put("Secret", credential.secret())
                .toString();
        require("store", ProcessInput.of(text), server);
    }

    /** Makes it forget. */
    void erase(String server) throws ProblemException, InterruptedException {
        require("erase", ProcessInput.of(server), server);
    }

    private void require(String verb, ProcessInput input, String server) throws ProblemException, InterruptedException {
        ProcessResult result = run(verb, input, server);
        if (!result.succeeded()) {
            String said = RegistryJson.shown(result.output());
            throw failed(server, said.isEmpty() ? RegistryJson.shown(result.lastLine()) : said);
        }
    }

    private ProcessResult run(String verb, ProcessInput input, String server)
            throws ProblemException, InterruptedException {
        String program = "docker-credential-" + name;
        if (!NAME.matcher(name).matches() || launcher.find(program).isEmpty()) {
            throw failed(server, "there is no program " + program);
        }
        return launcher.run(
                ProcessSpec.of(program, List.of(verb)).within(PATIENCE).feeding(input));
    }

    private ProblemException failed(String server, String why) {
        return new ProblemException(new ImageProblem.CredentialHelperFailed(name, server, why));
    }
}
