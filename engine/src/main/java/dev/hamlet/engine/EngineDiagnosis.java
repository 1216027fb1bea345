package dev.hamlet.engine;

import dev.hamlet.engine.container.ContainerNetwork;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerVolume;
import dev.hamlet.engine.diagnosis.DiagnosticReport;
import dev.hamlet.engine.diagnosis.DiagnosticReport.Section;
import dev.hamlet.engine.diagnosis.Logs;
import dev.hamlet.engine.diagnosis.Redaction;
import dev.hamlet.engine.host.Check;
import dev.hamlet.engine.host.HostReport;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineSnapshot;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.media.LibraryEntry;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what somebody who is to help would ask for: versions, what was found on this computer, how machines and
 * containers stand, the ends of the logs. Names of people, computers, machines, containers and images are taken out, and
 * whatever may be a secret. Nothing is sent anywhere. Used by one thread, which it may keep for seconds.
 */
public final class EngineDiagnosis {
    private final Engine engine;
    private final Map<String, Collection<String>> names = new LinkedHashMap<>();
    private final List<Section> sections = new ArrayList<>();

    private EngineDiagnosis(Engine engine) {
        this.engine = engine;
    }

    /**
     * The report of this moment. What cannot be found out is a line that says so, and never the end of the report.
     *
     * @param version of Hamlet
     * @throws InterruptedException if it was cancelled
     */
    public static DiagnosticReport report(Engine engine, String version) throws InterruptedException {
        return new EngineDiagnosis(engine).gather(version);
    }

    /** Fills a section's lines. */
    @FunctionalInterface
    private interface Look {
        void at(List<String> lines) throws ProblemException, InterruptedException;
    }

    private DiagnosticReport gather(String version) throws InterruptedException {
        name("user", List.of(System.getProperty("user.name", "")));
        name("host", hosts());
        boolean _ = section("Hamlet", lines -> own(version, lines));
        boolean _ = section("Computer", this::host);
        boolean machines = section("Machines", this::machines);
        boolean containers = section("Containers", this::containers);
        boolean others = section("Names of images, networks and volumes that are left out", this::others);
        // A name that is not known cannot be taken out.
        sections.addAll(
                machines && containers && others
                        ? Logs.in(engine.paths().state())
                        : List.of(
                                new Section("Log", List.of("left out: not all names that may stand in it are known"))));
        return new DiagnosticReport(sections).redacted(Redaction.of(names));
    }

    /** Whether it could be found out. */
    private boolean section(String title, Look look) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        boolean found = true;
        try {
            look.at(lines);
        } catch (ProblemException e) {
            found = false;
            lines.add("not found out: " + e.problem());
        }
        sections.add(new Section(title, lines));
        return found;
    }

    private void name(String kind, Collection<String> all) {
        names.put(kind, all);
    }

    private static List<String> hosts() {
        List<String> hosts = new ArrayList<>();
        try {
            String name = InetAddress.getLocalHost().getHostName();
            hosts.add(name);
            hosts.add(name.split("\\.", 2)[0]);
        } catch (UnknownHostException none) {
            // Then no name can stand anywhere.
        }
        return hosts.stream().filter(name -> !name.equals("localhost")).toList();
    }

    private static void own(String version, List<String> lines) {
        lines.add("hamlet " + version);
        lines.add("java " + System.getProperty("java.vm.version") + ", " + System.getProperty("java.vendor"));
        lines.add("locale " + java.util.Locale.getDefault().toLanguageTag() + ", file names "
                + System.getProperty("sun.jnu.encoding"));
        Map<String, String> environment = System.getenv();
        for (String variable : List.of("XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE", "GDK_BACKEND", "GDK_SCALE")) {
            String value = environment.get(variable);
            if (value != null) {
                lines.add(variable + " " + value);
            }
        }
    }

    private void host(List<String> lines) throws ProblemException, InterruptedException {
        HostReport host = engine.inspection().reportAnew();
        lines.add(host.system() + ", kernel " + host.kernel() + ", " + host.architecture());
        lines.add(host.processor() + ", " + host.facts().processors() + " of "
                + host.facts().processorsPresent());
        lines.add("memory " + host.facts().memoryAvailable() + " of "
                + host.facts().memory() + " available");
        lines.add("hypervisor " + host.hypervisor().name() + " "
                + host.hypervisor().version() + ", "
                + host.hypervisor().features().stream().sorted().collect(Collectors.joining(" ")));
        for (Check check : host.checks()) {
            lines.add(check.state() + " " + check.key() + " " + check.facts() + said(check.problem()));
        }
        for (Problem notice : engine.containers().notices()) {
            lines.add("containers: " + notice);
        }
    }

    private static String said(@Nullable Problem problem) {
        return problem == null ? "" : " " + problem;
    }

    private void machines(List<String> lines) throws ProblemException, InterruptedException {
        List<Machine> machines = engine.machines().list();
        name("machine", machines.stream().map(Machine::name).toList());
        for (Machine machine : machines) {
            MachineSnapshot now = machine.snapshot();
            MachineSpec spec = now.spec();
            lines.add(now.name() + " " + now.state()
                    + (spec == null
                            ? ""
                            : ", " + spec.vcpus() + " vCPU, " + spec.memory() + ", " + spec.firmware() + ", "
                                    + spec.disks().size() + " disks, "
                                    + spec.cds().size() + " CDs"));
            now.notices().forEach(notice -> lines.add("  " + notice));
        }
        engine.machines().problems().forEach(problem -> lines.add("broken: " + problem));
    }

    private void containers(List<String> lines) throws ProblemException, InterruptedException {
        List<ContainerSnapshot> containers = engine.containers().list();
        name("container", containers.stream().map(ContainerSnapshot::name).toList());
        for (ContainerSnapshot container : containers) {
            lines.add(container.name() + " " + container.state()
                    + container.end().map(end -> ", " + end).orElse("")
                    + (container.restarts() > 0 ? ", restarts " + container.restarts() : "")
                    + container.problem().map(problem -> ", " + problem).orElse(""));
        }
    }

    private void others(List<String> lines) throws ProblemException, InterruptedException {
        List<String> images = engine.containerImages().list().stream()
                .flatMap(image -> image.references().stream())
                .map(ImageReference::familiar)
                .toList();
        List<String> disks =
                engine.images().list().stream().map(LibraryEntry::name).toList();
        List<String> networks = engine.containers().networks().list().stream()
                .map(ContainerNetwork::name)
                .filter(name -> !name.equals("default"))
                .toList();
        List<String> volumes = engine.containers().volumes().list().stream()
                .map(ContainerVolume::name)
                .toList();
        name("image", images);
        name("disk", disks);
        name("network", networks);
        name("volume", volumes);
        lines.add(images.size() + " of images, " + disks.size() + " of disks, " + networks.size() + " of networks, "
                + volumes.size() + " of volumes");
    }
}
