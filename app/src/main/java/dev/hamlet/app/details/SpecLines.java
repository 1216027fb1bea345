package dev.hamlet.app.details;

import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerSpecJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a container is to be, as its file has it.
 *
 * @param text all of it, in lines
 */
record SpecLines(LogText text) implements LogSource {
    static SpecLines of(ContainerSnapshot container) {
        List<ColouredText> lines = container
                .spec()
                .map(spec -> new String(ContainerSpecJson.write(spec), StandardCharsets.UTF_8)
                        .lines()
                        .map(ColouredText::plain)
                        .toList())
                .orElse(List.of());
        return new SpecLines(new LogText(1, 0, lines, container.problem()));
    }

    @Override
    public LogText read() {
        return text;
    }

    @Override
    public Optional<Path> file() {
        return Optional.empty();
    }
}
