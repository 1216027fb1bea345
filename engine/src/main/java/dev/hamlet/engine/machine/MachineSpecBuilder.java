package dev.hamlet.engine.machine;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a {@link MachineSpec}; not safe for use by several threads. */
public final class MachineSpecBuilder {
    private static final ByteSize LEAST_MEMORY = ByteSize.ofMebibytes(16);
    private static final int MOST_VCPUS = 288;
    private static final int LONGEST_NAME = 120;
    private static final int LEAST_SIDE = 320;
    private static final int GREATEST_SIDE = 8192;
    private static final String SIDES = "width and height of " + LEAST_SIDE + " to " + GREATEST_SIDE + " pixels";
    private static final ByteSize LEAST_LIMIT = new ByteSize(64 << 10);
    private static final ByteSize GREATEST_LIMIT = ByteSize.ofGibibytes(1024);
    private static final Pattern DEVICE_ID = Pattern.compile("[a-z][a-z0-9-]{0,30}");
    private static final Pattern MAC = Pattern.compile("([0-9a-f]{2}:){5}[0-9a-f]{2}");
    private static final Pattern ADDRESS = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}");

    private MachineId id;
    private UUID uuid;
    private String name;
    private String system = "";
    private String group = "";
    private DeviceProfile profile = DeviceProfile.VIRTIO;
    private int vcpus = 1;
    private int cpuLimit = MachineSpec.NO_CPU_LIMIT;
    private ByteSize memory = ByteSize.ofGibibytes(1);
    private Firmware firmware = Firmware.BIOS;
    private Acceleration acceleration = Acceleration.AUTO;
    private String board = "";
    private List<DiskSpec> disks = List.of();
    private List<CdSpec> cds = List.of();
    private boolean bootFromCd;
    private DisplaySpec display = DisplaySpec.AUTOMATIC;
    private boolean serialLog = true;
    private @Nullable KernelSpec kernel;
    private NetworkSpec network;
    private Instant created;
    private MachineSpecJson.UnknownKeys unknown = MachineSpecJson.UnknownKeys.NONE;

    MachineSpecBuilder(String name) {
        this(
                name,
                MachineId.forName(name),
                UUID.randomUUID(),
                new NetworkSpec(true, randomMac(), false, List.of()),
                // Whole seconds, so that the file says the same as the record.
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    /** Of a machine that there is already: what else would be made anew is given. */
    MachineSpecBuilder(String name, MachineId id, UUID uuid, NetworkSpec network, Instant created) {
        this.name = name.strip();
        this.id = id;
        this.uuid = uuid;
        this.network = network;
        this.created = created;
    }

    MachineSpecBuilder(MachineSpec spec) {
        id = spec.id();
        uuid = spec.uuid();
        name = spec.name();
        system = spec.system();
        group = spec.group();
        profile = spec.profile();
        vcpus = spec.vcpus();
        cpuLimit = spec.cpuLimit();
        memory = spec.memory();
        firmware = spec.firmware();
        acceleration = spec.acceleration();
        board = spec.board();
        disks = spec.disks();
        cds = spec.cds();
        bootFromCd = spec.bootFromCd();
        display = spec.display();
        serialLog = spec.serialLog();
        kernel = spec.kernel();
        network = spec.network();
        created = spec.created();
        unknown = spec.unknown();
    }

    /** An address of the range that QEMU's users share, locally unique. */
    private static String randomMac() {
        int tail = new SecureRandom().nextInt(1 << 24);
        return "52:54:00:%02x:%02x:%02x".formatted(tail >> 16, (tail >> 8) & 0xff, tail & 0xff);
    }

    /** Sets the id. */
    public MachineSpecBuilder id(MachineId value) {
        id = value;
        return this;
    }

    /** Sets the guest's UUID. */
    public MachineSpecBuilder uuid(UUID value) {
        uuid = value;
        return this;
    }

    /** Sets the name. */
    public MachineSpecBuilder name(String value) {
        name = value.strip();
        return this;
    }

    /** Sets the guest's operating system. */
    public MachineSpecBuilder system(String value) {
        system = value;
        return this;
    }

    /** Sets under which name it stands in lists beside others; empty for none. */
    public MachineSpecBuilder group(String value) {
        group = value.strip();
        return this;
    }

    /** Sets which devices the guest is offered. */
    public MachineSpecBuilder profile(DeviceProfile value) {
        profile = value;
        return this;
    }

    /** Sets how many vCPUs. */
    public MachineSpecBuilder vcpus(int value) {
        vcpus = value;
        return this;
    }

    /** Sets how much of its vCPUs' time the guest may use, in percent. */
    public MachineSpecBuilder cpuLimit(int value) {
        cpuLimit = value;
        return this;
    }

    /** Sets the memory. */
    public MachineSpecBuilder memory(ByteSize value) {
        memory = value;
        return this;
    }

    /** Sets the firmware. */
    public MachineSpecBuilder firmware(Firmware value) {
        firmware = value;
        return this;
    }

    /** Sets what may run guest code. */
    public MachineSpecBuilder acceleration(Acceleration value) {
        acceleration = value;
        return this;
    }

    /** Sets the versioned machine type. */
    public MachineSpecBuilder board(String value) {
        board = value;
        return this;
    }

    /** Sets all the disks. */
    public MachineSpecBuilder disks(List<DiskSpec> value) {
        disks = List.copyOf(value);
        return this;
    }

    /** The disks as they are set by now. */
    public List<DiskSpec> disks() {
        return disks;
    }

    /** The network card as it is set by now. */
    public NetworkSpec network() {
        return network;
    }

    /** Adds a disk after the others. */
    public MachineSpecBuilder addDisk(DiskSpec value) {
        disks = Stream.concat(disks.stream(), Stream.of(value)).toList();
        return this;
    }

    /** Sets all the CD drives. */
    public MachineSpecBuilder cds(List<CdSpec> value) {
        cds = List.copyOf(value);
        return this;
    }

    /** Adds a CD drive after the others. */
    public MachineSpecBuilder addCd(CdSpec value) {
        cds = Stream.concat(cds.stream(), Stream.of(value)).toList();
        return this;
    }

    /** Sets whether the first CD drive comes before the disks. */
    public MachineSpecBuilder bootFromCd(boolean value) {
        bootFromCd = value;
        return this;
    }

    /** Sets the graphics card and its screen. */
    public MachineSpecBuilder display(DisplaySpec value) {
        display = value;
        return this;
    }

    /** The graphics card and its screen as they are set by now. */
    public DisplaySpec display() {
        return display;
    }

    /** Sets whether what the guest writes to its serial line is kept on disk. */
    public MachineSpecBuilder serialLog(boolean value) {
        serialLog = value;
        return this;
    }

    /** Sets direct boot; null boots from the media. */
    public MachineSpecBuilder kernel(@Nullable KernelSpec value) {
        kernel = value;
        return this;
    }

    /** Sets the network card. */
    public MachineSpecBuilder network(NetworkSpec value) {
        network = value;
        return this;
    }

    /** Sets the port forwards of the network card. */
    public MachineSpecBuilder forwards(List<PortForward> value) {
        return network(new NetworkSpec(network.connected(), network.mac(), network.reachesHost(), value));
    }

    /** Sets when it was made. */
    public MachineSpecBuilder created(Instant value) {
        created = value;
        return this;
    }

    /** Sets the keys that this version does not know. */
    public MachineSpecBuilder unknown(MachineSpecJson.UnknownKeys value) {
        unknown = value;
        return this;
    }

    /**
     * The spec, if it can be.
     *
     * @throws ProblemException {@code SettingInvalid} or {@code PortClash}
     */
    public MachineSpec build() throws ProblemException {
        requireLine("name", name, 1);
        requireLine("group", group, 0);
        require(vcpus >= 1 && vcpus <= MOST_VCPUS, "vcpus", Integer.toString(vcpus), "1 to " + MOST_VCPUS);
        require(
                cpuLimit >= 1 && cpuLimit <= MachineSpec.NO_CPU_LIMIT,
                "cpu limit",
                Integer.toString(cpuLimit),
                "1 to " + MachineSpec.NO_CPU_LIMIT + " percent");
        require(memory.compareTo(LEAST_MEMORY) >= 0, "memory", memory.toString(), "at least " + LEAST_MEMORY);
        require(memory.bytes() % (1L << 20) == 0, "memory", memory.toString(), "whole MiB");
        checkDevices();
        checkNetwork();
        checkDisplay();
        if (kernel != null) {
            boolean clean = kernel.commandLine().chars().noneMatch(Character::isISOControl);
            require(clean, "kernel command line", kernel.commandLine(), "one line without control characters");
        }
        return new MachineSpec(
                id,
                uuid,
                name,
                system,
                group,
                profile,
                vcpus,
                cpuLimit,
                memory,
                firmware,
                acceleration,
                board,
                disks,
                cds,
                bootFromCd,
                display,
                serialLog,
                kernel,
                network,
                created,
                unknown);
    }

    /** What stands in a line of a list: any characters of people, none of terminals. */
    private static void requireLine(String setting, String value, int least) throws ProblemException {
        int length = value.codePointCount(0, value.length());
        boolean clean = value.codePoints()
                .noneMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.SURROGATE
                        || Character.getType(c) == Character.LINE_SEPARATOR
                        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR);
        require(
                length >= least && length <= LONGEST_NAME && clean,
                setting,
                value,
                least + " to " + LONGEST_NAME + " characters, none of them a control character");
    }

    private void checkDevices() throws ProblemException {
        Set<String> ids = new HashSet<>();
        List<String> all = new ArrayList<>();
        disks.forEach(disk -> all.add(disk.id()));
        cds.forEach(cd -> all.add(cd.id()));
        for (String device : all) {
            require(DEVICE_ID.matcher(device).matches(), "device", device, "lower-case ASCII, digits, hyphens");
            require(ids.add(device), "device", device, "used once");
        }
        for (DiskSpec disk : disks) {
            ByteSize limit = disk.limit();
            require(
                    limit.equals(DiskSpec.UNLIMITED)
                            || (limit.compareTo(LEAST_LIMIT) >= 0 && limit.compareTo(GREATEST_LIMIT) <= 0),
                    "disk limit",
                    limit.toString(),
                    LEAST_LIMIT + " to " + GREATEST_LIMIT + " in a second, or none");
        }
    }

    private void checkDisplay() throws ProblemException {
        String size = display.width() + "x" + display.height();
        boolean none = display.width() == 0 && display.height() == 0;
        require(none || (isSide(display.width()) && isSide(display.height())), "screen", size, SIDES);
    }

    private static boolean isSide(int pixels) {
        return pixels >= LEAST_SIDE && pixels <= GREATEST_SIDE;
    }

    private void checkNetwork() throws ProblemException {
        require(MAC.matcher(network.mac()).matches(), "mac", network.mac(), "six hexadecimal pairs with colons");
        require(
                (Integer.parseInt(network.mac().substring(0, 2), 16) & 1) == 0,
                "mac",
                network.mac(),
                "no group address");
        Set<String> taken = new HashSet<>();
        for (PortForward forward : network.forwards()) {
            require(isPort(forward.hostPort()), "forward", Integer.toString(forward.hostPort()), "1 to 65535");
            require(isPort(forward.guestPort()), "forward", Integer.toString(forward.guestPort()), "1 to 65535");
            require(ADDRESS.matcher(forward.address()).matches(), "forward", forward.address(), "an IPv4 address");
            if (!taken.add(forward.protocol() + " " + forward.hostPort())) {
                throw new ProblemException(
                        new MachineProblem.PortClash(name, forward.protocol().word(), forward.hostPort()));
            }
        }
    }

    private static boolean isPort(int port) {
        return port >= 1 && port <= 65535;
    }

    private static void require(boolean holds, String setting, String value, String allowed) throws ProblemException {
        if (!holds) {
            throw new ProblemException(new MachineProblem.SettingInvalid(setting, value, allowed));
        }
    }
}
