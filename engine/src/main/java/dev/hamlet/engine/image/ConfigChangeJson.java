package dev.hamlet.engine.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Changes how containers of an image are run, by instructions as they stand in a Dockerfile: CMD, ENTRYPOINT, ENV, EXPOSE,
 * LABEL, STOPSIGNAL, USER, VOLUME, WORKDIR. Used by one thread.
 */
public final class ConfigChangeJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Pattern INSTRUCTION = Pattern.compile("\\s*([A-Za-z]+)\\s+(.*\\S)\\s*", Pattern.DOTALL);

    /** A word, with quoted parts in it. */
    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"'\\\\]|\\\\.|\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*')+");

    private static final String KNOWN =
            "CMD, ENTRYPOINT, ENV, EXPOSE, LABEL, STOPSIGNAL, USER, VOLUME and WORKDIR are known";

    private final ImageConfig.RunConfig before;
    private String user;
    private List<String> entrypoint;
    private List<String> command;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private String workingDirectory;
    private final List<String> ports;
    private final List<String> volumes;
    private final Map<String, String> labels;
    private String stopSignal;

    /** Begins with this. */
    public ConfigChangeJson(ImageConfig.RunConfig before) {
        this.before = before;
        this.user = before.user();
        this.entrypoint = before.entrypoint();
        this.command = before.command();
        before.environment().forEach(this::variable);
        this.workingDirectory = before.workingDirectory();
        this.ports = new ArrayList<>(before.exposedPorts());
        this.volumes = new ArrayList<>(before.volumes());
        this.labels = new LinkedHashMap<>(before.labels());
        this.stopSignal = before.stopSignal();
    }

    private void variable(String written) {
        int equals = written.indexOf('=');
        if (equals > 0) {
            environment.put(written.substring(0, equals), written.substring(equals + 1));
        }
    }

    /**
     * Changes it.
     *
     * @throws ProblemException {@code ContainerSettingInvalid} for what is no instruction, or one that changes files
     */
    public ConfigChangeJson apply(String instruction) throws ProblemException {
        Matcher matcher = INSTRUCTION.matcher(instruction);
        if (!matcher.matches()) {
            throw invalid(instruction, KNOWN);
        }
        String rest = matcher.group(2);
        switch (matcher.group(1).toUpperCase(Locale.ROOT)) {
            case "CMD" -> command = program(instruction, rest);
            case "ENTRYPOINT" -> {
                entrypoint = program(instruction, rest);
                command = List.of();
            }
            case "ENV" -> pairs(instruction, rest).forEach(environment::put);
            case "LABEL" -> pairs(instruction, rest).forEach(labels::put);
            case "EXPOSE" -> {
                for (String port : words(rest)) {
                    if (!port.matches("[0-9]{1,5}(-[0-9]{1,5})?(/(tcp|udp|sctp))?")) {
                        throw invalid(instruction, "a port is written 80 or 53/udp");
                    }
                    add(ports, port.contains("/") ? port : port + "/tcp");
                }
            }
            case "VOLUME" ->
                list(instruction, rest).orElseGet(() -> words(rest)).forEach(path -> add(volumes, path));
            case "WORKDIR" -> workingDirectory = rest.startsWith("/") ? rest : workingDirectory + "/" + rest;
            case "USER" -> user = rest;
            case "STOPSIGNAL" -> stopSignal = rest;
            default -> throw invalid(instruction, KNOWN);
        }
        return this;
    }

    /** How containers are run now. */
    public ImageConfig.RunConfig changed() {
        return new ImageConfig.RunConfig(
                user,
                entrypoint,
                command,
                environment.entrySet().stream()
                        .map(one -> one.getKey() + "=" + one.getValue())
                        .toList(),
                workingDirectory,
                ports,
                volumes,
                labels,
                stopSignal,
                before.shell(),
                before.health());
    }

    private static void add(List<String> to, String one) {
        if (!to.contains(one)) {
            to.add(one);
        }
    }

    /** A list in JSON is run as it is; all else by the image's shell. */
    private List<String> program(String instruction, String rest) throws ProblemException {
        Optional<List<String>> list = list(instruction, rest);
        if (list.isPresent()) {
            return list.get();
        }
        List<String> shell = new ArrayList<>(before.shell().isEmpty() ? List.of("/bin/sh", "-c") : before.shell());
        shell.add(rest);
        return shell;
    }

    private static Optional<List<String>> list(String instruction, String rest) throws ProblemException {
        if (!rest.startsWith("[")) {
            return Optional.empty();
        }
        try {
            List<String> list = new ArrayList<>();
            for (JsonNode one : MAPPER.readTree(rest)) {
                if (!one.isTextual()) {
                    throw invalid(instruction, "a list has texts alone, in double quotes");
                }
                list.add(one.asText());
            }
            return Optional.of(list);
        } catch (JsonProcessingException e) {
            throw new ProblemException(
                    new ContainerProblem.ContainerSettingInvalid(
                            "--change", instruction, "a list is written [\"a\", \"b\"]"),
                    e);
        }
    }

    private static Map<String, String> pairs(String instruction, String rest) throws ProblemException {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String word : words(rest)) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw invalid(instruction, "it is written NAME=VALUE");
            }
            pairs.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return pairs;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(unquoted(matcher.group()));
        }
        return words;
    }

    private static String unquoted(String word) {
        StringBuilder plain = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < word.length()) {
                i++;
                plain.append(word.charAt(i));
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote && quote != 0) {
                quote = 0;
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static ProblemException invalid(String instruction, String why) {
        return new ProblemException(new ContainerProblem.ContainerSettingInvalid("--change", instruction, why));
    }
}
