package dev.hamlet.app.cli;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.problem.ProblemException;
import java.util.Map;

/** Opens the engine that a command works with; a command that needs none never asks. */
@FunctionalInterface
public interface EngineSource {
    /**
     * Opens an engine.
     *
     * @param changes what is different from this process's environment, such as another {@code HAMLET_HOME}
     * @throws ProblemException why it cannot be opened
     */
    Engine open(Map<String, String> changes) throws ProblemException;
}
