package dev.hamlet.engine.agent;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.DetachedStart;
import dev.hamlet.nativebridge.FileLock;
import dev.hamlet.nativebridge.UnixSockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How others find the agent of this home, tell it that something has changed, and start it. Safe for use by many threads. */
public final class AgentDoor {
    private static final Logger LOG = LoggerFactory.getLogger(AgentDoor.class);

    /** One that was started so lately is still beginning, or cannot be started at all. */
    private static final Duration BEGINS = Duration.ofSeconds(3);

    /** It answers within milliseconds, or after somebody who says nothing for two seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final AgentPlace place;
    private final Optional<AgentCommand> command;
    private final ProcessLauncher launcher;
    private final TimeSource time;

    /**
     * The door of this home's agent.
     *
     * @param command how it is started; where that is not known, it is not
     */
    public AgentDoor(HamletPaths paths, Optional<AgentCommand> command, ProcessLauncher launcher, TimeSource time) {
        this.place = AgentPlace.of(paths);
        this.command = command;
        this.launcher = launcher;
        this.time = time;
    }

    /**
     * Makes ready what starts it where no Hamlet runs.
     *
     * @return its folder
     * @throws ProblemException {@code FileUnusable}, {@code FolderUnusable}
     */
    public Path prepare() throws ProblemException {
        place.make();
        if (command.isPresent()) {
            byte[] script = command.get().script().getBytes(StandardCharsets.UTF_8);
            try {
                if (!Files.exists(place.start())
                        || !java.util.Arrays.equals(script, Files.readAllBytes(place.start()))) {
                    WholeFile.write(place.start(), script);
                }
            } catch (IOException e) {
                throw new ProblemException(new HostProblem.FileUnusable(place.start(), WholeFile.reason(e)), e);
            }
        }
        return place.folder();
    }

    /** Something needs it, and has not changed: it is started if it is not there. */
    public void ensure() {
        if (!isThere()) {
            need();
        }
    }

    /** Whether it is there; never waits. */
    public boolean isThere() {
        try {
            return FileLock.isHeld(place.lock());
        } catch (IOException e) {
            return false;
        }
    }

    /** Something new needs it: it is told, or started. What fails is in the log, and tried again by whoever comes next. */
    public void need() {
        try {
            Optional<AgentStatus> there = ask("look");
            // One of an older Hamlet is asked to leave by the newer one once that has begun, so that there is always
            // one.
            boolean older = there.isPresent()
                    && command.filter(own -> own.made() > there.get().made()).isPresent();
            if ((there.isEmpty() || older) && !begins()) {
                start();
            }
        } catch (ProblemException e) {
            LOG.warn("the agent could not be started", e);
        }
    }

    /** Something has changed that it may want to know; where it is not there, nothing happens. */
    public void tell() {
        Optional<AgentStatus> _ = ask("look");
    }

    /** What it says of itself; empty where it is not there. */
    public Optional<AgentStatus> status() {
        return ask("status");
    }

    private boolean begins() {
        try {
            if (!Files.exists(place.log())) {
                return false;
            }
            // One of the future is of before the clock was set back.
            Instant started = Files.getLastModifiedTime(place.log()).toInstant();
            return Duration.between(started, time.now()).abs().compareTo(BEGINS) < 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void start() throws ProblemException {
        if (command.isEmpty()) {
            LOG.info("an agent is needed, and this program does not know how to start one");
            return;
        }
        Path folder = prepare();
        try {
            Files.write(place.log(), new byte[0]);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(place.log(), WholeFile.reason(e)), e);
        }
        AgentCommand own = command.get();
        DetachedProcess begun = launcher.detach(
                new DetachedStart(own.program(), own.arguments(), own.environment(), folder, place.log(), place.log()));
        LOG.info("started the agent, process {}", begun.identity().pid());
    }

    /**
     * Asks it something, and hears what it says of itself; one that stands still, as it may be stopped by a signal, keeps
     * nobody waiting for long.
     */
    Optional<AgentStatus> ask(String word) {
        if (!Files.exists(place.socket())) {
            return Optional.empty();
        }
        CompletableFuture<Optional<AgentStatus>> answer = new CompletableFuture<>();
        // Whoever is interrupted meanwhile asks all the same: what is told must not be lost with a job that was
        // cancelled.
        Thread asking = Threads.virtual("agent-ask", () -> answer.complete(asked(word)));
        Optional<AgentStatus> heard = answer.completeOnTimeout(
                        Optional.empty(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        asking.interrupt();
        return heard;
    }

    private Optional<AgentStatus> asked(String word) {
        try (SocketChannel channel = UnixSockets.connect(place.folder(), AgentPlace.SOCKET)) {
            ByteBuffer question = ByteBuffer.wrap((AgentJson.ask(word) + "\n").getBytes(StandardCharsets.UTF_8));
            while (question.hasRemaining()) {
                int _ = channel.write(question);
            }
            return AgentJson.status(Agent.line(channel));
        } catch (IOException e) {
            LOG.debug("the agent does not answer: {}", e.getMessage());
            return Optional.empty();
        }
    }
}
