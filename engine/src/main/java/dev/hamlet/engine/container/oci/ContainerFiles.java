package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerEnd;
import dev.hamlet.engine.container.ContainerHealth;
import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerLog;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.ContainerSpecJson;
import dev.hamlet.engine.container.ContainerState;
import dev.hamlet.engine.container.LogLimits;
import dev.hamlet.engine.container.LogParts;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Folders of containers, and what they tell. Safe for use by many threads and processes: files are written whole. */
final class ContainerFiles {
    private static final String HALF = ".half-";

    private final Path all;
    private final Processes processes;
    private final GroupFigures figures;

    ContainerFiles(Path all, Processes processes, GroupFigures figures) {
        this.all = all;
        this.processes = processes;
        this.figures = figures;
    }

    /** The folder that has a folder for each container. */
    Path all() {
        return all;
    }

    ContainerFolder folder(ContainerId id) {
        return new ContainerFolder(id, all.resolve(id.value()));
    }

    /** Where a container is while it is made or removed. */
    ContainerFolder half(ContainerId id) {
        return new ContainerFolder(id, all.resolve(HALF + id.value()));
    }

    List<ContainerFolder> list() throws ProblemException {
        return list("");
    }

    /** Those whose making or removal goes on, or was cut off. */
    List<ContainerFolder> halves() throws ProblemException {
        return list(HALF);
    }

    private List<ContainerFolder> list(String mark) throws ProblemException {
        List<ContainerFolder> found = new ArrayList<>();
        try (Stream<Path> folders = Files.list(all)) {
            for (Path folder : folders.toList()) {
                String name = folder.getFileName().toString();
                if (name.startsWith(mark) && ContainerId.isValid(name.substring(mark.length()))) {
                    found.add(new ContainerFolder(new ContainerId(name.substring(mark.length())), folder));
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw HamletPaths.unusable(all, e);
        }
        return found;
    }

    ContainerSpec spec(ContainerFolder folder) throws ProblemException {
        try {
            ContainerSpec spec = ContainerSpecJson.read(Files.readAllBytes(folder.spec()), folder.spec());
            if (!spec.id().equals(folder.id())) {
                throw new ProblemException(new ContainerProblem.ContainerUnreadable(
                        folder.spec(), "its id is " + spec.id() + ", its folder is of another"));
            }
            return spec;
        } catch (IOException e) {
            throw new ProblemException(new ContainerProblem.ContainerUnreadable(folder.spec(), WholeFile.reason(e)), e);
        }
    }

    /**
     * Whether this word may stand in a container's file: surely not only where all of that can be read, or was written before
     * there was such a word.
     */
    boolean mayMention(ContainerFolder folder, String word, Optional<Instant> since) {
        try {
            if (since.isPresent()
                    && Files.getLastModifiedTime(folder.spec()).toInstant().isBefore(since.get())) {
                return false;
            }
            return ContainerSpecJson.mayMention(Files.readAllBytes(folder.spec()), word);
        } catch (IOException e) {
            return true;
        }
    }

    /** How a container stands; asks nobody but the kernel and its files. */
    ContainerSnapshot look(ContainerFolder folder) {
        ContainerSpec spec;
        try {
            spec = spec(folder);
        } catch (ProblemException e) {
            return broken(folder, folder.id().shortened(), Optional.empty(), e.problem());
        }
        try {
            return look(folder, spec);
        } catch (ProblemException e) {
            return broken(folder, spec.name(), Optional.of(spec), e.problem());
        }
    }

    private static ContainerSnapshot broken(
            ContainerFolder folder, String name, Optional<ContainerSpec> spec, Problem problem) {
        return new ContainerSnapshot(
                folder.id(),
                name,
                spec,
                ContainerState.BROKEN,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(problem),
                0,
                Optional.empty(),
                Optional.empty());
    }

    private ContainerSnapshot look(ContainerFolder folder, ContainerSpec spec) throws ProblemException {
        Optional<RunRecord> record = record(folder);
        if (record.isPresent() && isLive(folder, record.get())) {
            return new ContainerSnapshot(
                    folder.id(),
                    spec.name(),
                    Optional.of(spec),
                    isFrozen(record.get()) ? ContainerState.PAUSED : ContainerState.RUNNING,
                    OptionalLong.of(record.get().process().pid()),
                    record.map(RunRecord::started),
                    Optional.empty(),
                    Optional.empty(),
                    restarts(folder).count(),
                    Optional.empty(),
                    spec.health().isPresent() ? Optional.of(health(folder)) : Optional.empty());
        }
        Optional<RunRecordJson.Ended> ended =
                record.isPresent() ? Optional.of(ended(folder, record.get())) : lastEnd(folder);
        Restarts restarts = restarts(folder);
        Optional<Revival> again = ended.flatMap(one -> revival(spec, one, restarts));
        return new ContainerSnapshot(
                folder.id(),
                spec.name(),
                Optional.of(spec),
                again.isPresent()
                        ? ContainerState.RESTARTING
                        : ended.isPresent() ? ContainerState.EXITED : ContainerState.CREATED,
                OptionalLong.empty(),
                ended.map(RunRecordJson.Ended::started),
                ended.map(RunRecordJson.Ended::end),
                Optional.empty(),
                restarts.count(),
                again.map(Revival::time),
                Optional.empty());
    }

    private Optional<Revival> revival(ContainerSpec spec, RunRecordJson.Ended ended, Restarts restarts) {
        return Revival.of(
                spec.wish().upkeep().restart(),
                ended,
                restarts,
                processes.self().bootId());
    }

    /** When one that does not run is started again; empty where it is not. */
    Optional<Revival> revival(ContainerFolder folder, ContainerSpec spec) throws ProblemException {
        Optional<RunRecord> record = record(folder);
        if (record.isPresent() && isLive(folder, record.get())) {
            return Optional.empty();
        }
        Restarts restarts = restarts(folder);
        return (record.isPresent() ? Optional.of(ended(folder, record.get())) : lastEnd(folder))
                .flatMap(ended -> revival(spec, ended, restarts));
    }

    /** What it wrote. */
    ContainerLog log(ContainerFolder folder) {
        LogLimits limits;
        try {
            limits = spec(folder).wish().upkeep().log();
        } catch (ProblemException e) {
            // A broken one has a log all the same.
            limits = LogLimits.USUAL;
        }
        return new ContainerLog(new LogParts(folder.log(), limits.files()));
    }

    /** Keeps what conmon has let go of, of one that looks so. */
    void turnLog(ContainerFolder folder, ContainerSpec spec) throws ProblemException {
        try {
            new LogParts(folder.log(), spec.wish().upkeep().log().files()).turn();
        } catch (IOException e) {
            throw HamletPaths.unusable(folder.path(), e);
        }
    }

    /** How it said it is, in the run that goes on. */
    ContainerHealth health(ContainerFolder folder) throws ProblemException {
        return Evidence.bytes(folder.health()).map(HealthJson::read).orElse(ContainerHealth.UNKNOWN);
    }

    Restarts restarts(ContainerFolder folder) throws ProblemException {
        return Evidence.bytes(folder.restarts())
                .flatMap(RunRecordJson::readRestarts)
                .orElse(Restarts.NONE);
    }

    /** Its process lives, or its monitor is about to note how that ended. */
    boolean isLive(ContainerFolder folder, RunRecord record) {
        return processes.alive(record.process()) || (processes.alive(record.monitor()) && !Files.exists(folder.exit()));
    }

    /** Whether the kernel gives it no time. */
    boolean isFrozen(RunRecord record) {
        return figures.isFrozen(record.process().pid());
    }

    /** What the monitor noted of the end of a run; where it noted nothing, nobody saw it. */
    RunRecordJson.Ended ended(ContainerFolder folder, RunRecord record) throws ProblemException {
        OptionalInt code = OptionalInt.empty();
        Instant time = record.started();
        // Unseen, as after a loss of power, where there is none or no number in it.
        Optional<String> noted = Evidence.bytes(folder.exit())
                .map(content -> new String(content, StandardCharsets.US_ASCII).strip())
                .filter(text -> text.matches("-?[0-9]{1,9}"));
        if (noted.isPresent()) {
            code = OptionalInt.of(Integer.parseInt(noted.get()));
            try {
                time = Files.getLastModifiedTime(folder.exit()).toInstant();
            } catch (IOException e) {
                throw new ProblemException(new HostProblem.FileUnusable(folder.exit(), WholeFile.reason(e)), e);
            }
        }
        return new RunRecordJson.Ended(
                record.started(),
                new ContainerEnd(code, Evidence.isThere(folder.outOfMemory()), time),
                Evidence.isThere(folder.asked()),
                record.process().bootId());
    }

    /**
     * The run that goes on, or was not cleared away; empty where none is noted, or the note was lost with the power.
     *
     * @throws ProblemException {@code FileUnusable} where the note cannot be read, {@code ContainerUnreadable} where it is
     *     there and says nothing
     */
    Optional<RunRecord> record(ContainerFolder folder) throws ProblemException {
        Optional<byte[]> content = Evidence.bytes(folder.record());
        if (content.isEmpty() || isBlank(content.get())) {
            return Optional.empty();
        }
        Optional<RunRecord> record = RunRecordJson.read(content.get());
        if (record.isEmpty()) {
            throw new ProblemException(
                    new ContainerProblem.ContainerUnreadable(folder.record(), "it does not say which process runs"));
        }
        return record;
    }

    /** What a file system leaves of a file that was not yet on the disk: nothing, or zeros. */
    private static boolean isBlank(byte[] content) {
        for (byte one : content) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }

    /** The number that a file holds. */
    Optional<Long> number(Path file) throws ProblemException {
        return Evidence.bytes(file)
                .map(content -> new String(content, StandardCharsets.US_ASCII).strip())
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::parseLong);
    }

    Optional<RunRecordJson.Ended> lastEnd(ContainerFolder folder) throws ProblemException {
        return Evidence.bytes(folder.end()).flatMap(RunRecordJson::readEnd);
    }

    static void write(Path file, byte[] content) throws ProblemException {
        try {
            WholeFile.write(file, content);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }

    /** Whole, but not waiting for the disk: for what a run writes, which a loss of power ends in any case. */
    static void writeFleeting(Path file, byte[] content) throws ProblemException {
        try {
            WholeFile.writeFleeting(file, content);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }

    static void move(Path from, Path to) throws ProblemException {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FolderUnusable(to, WholeFile.reason(e)), e);
        }
    }

    /** Deletes a folder and all in it; links in it are deleted, never followed. */
    static void delete(Path folder) throws ProblemException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FolderUnusable(folder, WholeFile.reason(e)), e);
        } catch (UncheckedIOException e) {
            throw HamletPaths.unusable(folder, new IOException(e.getMessage(), e));
        }
    }
}
