package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.hypervisor.AcceleratorChoice;
import dev.hamlet.engine.hypervisor.StartChecks;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.media.DiskHeader;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.PassedDescriptor;
import dev.hamlet.nativebridge.Users;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prepares what a checked machine needs on this host, and starts it. Used by one thread. */
final class QemuLaunch {
    private static final Logger LOG = LoggerFactory.getLogger(QemuLaunch.class);

    private final MachineSpec spec;
    private final MachineFolder folder;
    private final QemuFacts facts;
    private final Map<String, List<DiskHeader>> chains;
    private final ProcessLauncher launcher;
    private final TimeSource time;
    private final Duration patience;
    private final PasstTrial trial;
    private final @Nullable Path setpriv;
    private final @Nullable GuestUser user;

    /**
     * A start of this machine.
     *
     * @param chains for each disk, by its id, the disk and all that it builds on
     * @param patience how long it may go without a sign of progress
     * @param trial of the passt that port forwards may go through
     */
    QemuLaunch(
            MachineSpec spec,
            MachineFolder folder,
            QemuFacts facts,
            Map<String, List<DiskHeader>> chains,
            ProcessLauncher launcher,
            TimeSource time,
            Duration patience,
            PasstTrial trial) {
        this.spec = spec;
        this.folder = folder;
        this.facts = facts;
        this.chains = chains;
        this.launcher = launcher;
        this.time = time;
        this.patience = patience;
        this.trial = trial;
        this.setpriv = Users.isRoot() ? launcher.find("setpriv").orElse(null) : null;
        this.user = setpriv == null ? null : GuestUser.of(spec);
    }

    QemuGuest run(LaunchPlan plan, Progress progress) throws ProblemException, InterruptedException {
        Progress launching = progress.part(Phrase.of("step.machine-launch"), 0.8);
        Optional<Path> passt = passt(spec, facts, launcher);
        if (passt.isPresent()) {
            Optional<QemuGuest> guest = runApart(passt.get(), plan, launching);
            if (guest.isPresent()) {
                return guest.get();
            }
        } else {
            Passt.forget(folder);
        }
        prepareFolder();
        return start(plan.withNetwork(LaunchPlan.Network.SLIRP), null, launching)
                .orElseThrow();
    }

    /** What keeps the guest's network apart from this computer; empty where that is not wanted or cannot be. */
    static Optional<Path> passt(MachineSpec spec, QemuFacts facts, ProcessLauncher launcher) {
        boolean apart = spec.network().connected() && !spec.network().reachesHost() && facts.has(QemuFacts.STREAM);
        return apart ? launcher.find("passt") : Optional.empty();
    }

    /** With a network that does not lead to this computer; empty if there can be none now. */
    private Optional<QemuGuest> runApart(Path program, LaunchPlan plan, Progress progress)
            throws ProblemException, InterruptedException {
        prepareFolder();
        if (PasstTrial.concerns(spec)) {
            trial.make(program, folder, user);
        }
        try (Passt passt = new Passt(program, spec, folder, user, launcher)) {
            Optional<QemuGuest> guest = Optional.empty();
            try {
                guest = start(plan.withNetwork(LaunchPlan.Network.PASST), passt, progress);
            } finally {
                if (guest.isEmpty()) {
                    passt.end();
                }
            }
            if (guest.isEmpty()) {
                LOG.warn(
                        "{}: passt does not serve ({}); the guest can reach this computer",
                        spec.id(),
                        passt.lastLine());
            }
            return guest;
        }
    }

    private void prepareFolder() throws ProblemException {
        new RunFolder(folder).makeFresh();
        if (user != null) {
            user.openFolders(folder);
        }
    }

    private Optional<QemuGuest> start(LaunchPlan plan, @Nullable Passt network, Progress progress)
            throws ProblemException, InterruptedException {
        List<Path> files = StartChecks.files(spec, folder, chains);
        List<PassedDescriptor> given = new ArrayList<>();
        if (network != null) {
            given.add(network.descriptor());
        }
        if (user == null || setpriv == null) {
            List<String> arguments = QemuArguments.of(spec, folder, facts, plan);
            QemuCommandLine command = new QemuCommandLine(facts.program(), arguments, given, files, ownUser());
            return new QemuStart(spec, folder, facts, plan, launcher, time, patience).start(command, network, progress);
        }
        try (GuestAccess access = new GuestAccess(user, folder)) {
            access.arrange(spec, chains.values());
            List<PassedDescriptor> opened = access.descriptors();
            given.addAll(opened);
            LaunchPlan reached = plan.withNames(
                    chains,
                    access.names(),
                    opened.stream().map(PassedDescriptor::target).toList());
            List<String> arguments = new ArrayList<>(prefix(user, plan));
            arguments.add(facts.program().toString());
            arguments.addAll(QemuArguments.of(spec, folder, facts, reached));
            QemuCommandLine command =
                    new QemuCommandLine(setpriv, arguments, given, files, Integer.toString(user.id()));
            return new QemuStart(spec, folder, facts, reached, launcher, time, patience)
                    .start(command, network, progress);
        }
    }

    private static List<String> prefix(GuestUser user, LaunchPlan plan) throws ProblemException {
        try {
            return user.prefix(plan.accelerator().equals(AcceleratorChoice.KVM));
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.KvmBroken(WholeFile.reason(e)), e);
        }
    }

    private static String ownUser() {
        long uid = Users.effectiveUid();
        try {
            return Users.byUid(uid).map(Users.User::name).orElse(Long.toString(uid));
        } catch (NativeException e) {
            return Long.toString(uid);
        }
    }
}
