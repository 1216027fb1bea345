package dev.hamlet.engine.agent;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;

/** Names of the agent's files. There is one agent for a data folder. */
record AgentPlace(Path folder) {
    /** The name of its socket. */
    static final String SOCKET = "talk";

    static AgentPlace of(HamletPaths paths) {
        return new AgentPlace(paths.data().resolve("agent"));
    }

    /** Held while it is there. */
    Path lock() {
        return folder.resolve(".lock");
    }

    /** Who it is: number, start and boot of its process, for the script at the end of a container; gone before it goes. */
    Path self() {
        return folder.resolve("self");
    }

    /** A script that starts it, for the same script. */
    Path start() {
        return folder.resolve("start.sh");
    }

    /** What it says where nobody reads. */
    Path log() {
        return folder.resolve("log");
    }

    Path socket() {
        return folder.resolve(SOCKET);
    }

    void make() throws ProblemException {
        HamletPaths.makePrivate(folder);
    }
}
