package dev.hamlet.nativebridge.linux;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import dev.hamlet.nativebridge.KvmAnswer;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.Users.Group;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The probe of {@link dev.hamlet.nativebridge.KvmProbe} by ioctl(2), for x86_64. */
public final class LinuxKvm {
    private static final int ROUNDS = 100_000;
    private static final Duration LIMIT = Duration.ofMillis(50);

    private static final long GET_API_VERSION = 0xae00;
    private static final long CREATE_VM = 0xae01;
    private static final long CHECK_EXTENSION = 0xae03;
    private static final long GET_VCPU_MMAP_SIZE = 0xae04;
    private static final long GET_SUPPORTED_CPUID = 0xc008ae05L;
    private static final long CREATE_VCPU = 0xae41;
    private static final long SET_USER_MEMORY_REGION = 0x4020ae46L;
    private static final long SET_TSS_ADDR = 0xae47;
    private static final long RUN = 0xae80;
    private static final long SET_REGS = 0x4090ae82L;
    private static final long GET_SREGS = 0x8138ae83L;
    private static final long SET_SREGS = 0x4138ae84L;
    private static final long SET_CPUID2 = 0x4008ae90L;

    private static final int API_VERSION = 12;
    /** Three pages that Intel's processors need in the guest's address space, where QEMU puts them too. */
    private static final long TSS = 0xfffbd000L;

    private static final int CPUID_HEAD = 8;
    private static final int CPUID_ENTRY = 40;
    private static final int CPUID_ENTRIES = 256;

    /** What QEMU needs, and what the probe needs. */
    private static final Map<Integer, String> EXTENSIONS = Map.of(
            0, "KVM_CAP_IRQCHIP",
            3, "KVM_CAP_USER_MEMORY",
            4, "KVM_CAP_SET_TSS_ADDR",
            7, "KVM_CAP_EXT_CPUID",
            21, "KVM_CAP_DESTROY_MEMORY_REGION_WORKS",
            30, "KVM_CAP_JOIN_MEMORY_REGIONS_WORKS",
            136, "KVM_CAP_IMMEDIATE_EXIT");

    /** {@code struct kvm_run}: where to find what. */
    private static final int EXIT_REASON = 8;

    private static final int DETAIL = 32;
    private static final int IO_DIRECTION = 32;
    private static final int IO_PORT = 34;
    private static final int IO_DATA_OFFSET = 40;

    private static final int EXIT_IO = 2;
    private static final int EXIT_HLT = 5;
    private static final int EXIT_SHUTDOWN = 8;
    private static final int EXIT_FAIL_ENTRY = 9;
    private static final int EXIT_INTR = 10;

    private LinuxKvm() {}

    /** See {@link dev.hamlet.nativebridge.KvmProbe#probe}. */
    public static KvmAnswer probe(Path device) {
        return probe(device, ROUNDS, LIMIT);
    }

    /** Visible for trials of the watchdog: more rounds or less time. */
    static KvmAnswer probe(Path device, int rounds, Duration limit) {
        if (!System.getProperty("os.arch", "").equals("amd64")) {
            return new KvmAnswer.Broken("the probe knows x86_64 only");
        }
        try (Descriptor kvm = Descriptor.open(device, Flags.O_RDWR)) {
            return examine(kvm, rounds, limit);
        } catch (NativeException e) {
            return switch (e.errno()) {
                case Flags.ENOENT, Flags.ENODEV, Flags.ENXIO -> new KvmAnswer.Absent();
                case Flags.EACCES, Flags.EPERM -> new KvmAnswer.NoPermission(groupOf(device));
                default -> new KvmAnswer.Broken(String.valueOf(e.getMessage()));
            };
        }
    }

    private static KvmAnswer examine(Descriptor kvm, int rounds, Duration limit) {
        try {
            int version = ioctl(kvm, GET_API_VERSION, "KVM_GET_API_VERSION", 0);
            if (version != API_VERSION) {
                return new KvmAnswer.Broken("version " + version + " of the interface instead of " + API_VERSION);
            }
            for (Map.Entry<Integer, String> extension : EXTENSIONS.entrySet()) {
                if (ioctl(kvm, CHECK_EXTENSION, "KVM_CHECK_EXTENSION", extension.getKey()) <= 0) {
                    return new KvmAnswer.Broken("this kernel lacks " + extension.getValue());
                }
            }
            KvmAnswer first = attempt(kvm, rounds, limit);
            return first instanceof KvmAnswer.TooSlow ? attempt(kvm, rounds, limit) : first;
        } catch (NativeException e) {
            return new KvmAnswer.Broken(String.valueOf(e.getMessage()));
        }
    }

    /** One machine, made, run and dropped. */
    private static KvmAnswer attempt(Descriptor kvm, int rounds, Duration limit) throws NativeException {
        try (Descriptor vm = new Descriptor(ioctl(kvm, CREATE_VM, "KVM_CREATE_VM", 0));
                Mapping memory = Mapping.anonymous(KvmGuest.SIZE)) {
            memory.address().write(0, KvmGuest.memory(rounds), 0, KvmGuest.SIZE);
            giveMemory(vm, memory);
            int runSize = ioctl(kvm, GET_VCPU_MMAP_SIZE, "KVM_GET_VCPU_MMAP_SIZE", 0);
            try (Descriptor vcpu = new Descriptor(ioctl(vm, CREATE_VCPU, "KVM_CREATE_VCPU", 0));
                    Mapping run = Mapping.shared(vcpu, runSize)) {
                prepare(kvm, vcpu);
                return race(vcpu, run.address(), limit);
            }
        }
    }

    private static void giveMemory(Descriptor vm, Mapping memory) throws NativeException {
        ioctl(vm, SET_TSS_ADDR, "KVM_SET_TSS_ADDR", TSS);
        KvmMemoryRegion region = new KvmMemoryRegion();
        region.memory_size = memory.size();
        region.userspace_addr = Pointer.nativeValue(memory.address());
        ioctl(vm, SET_USER_MEMORY_REGION, "KVM_SET_USER_MEMORY_REGION", region);
    }

    private static void prepare(Descriptor kvm, Descriptor vcpu) throws NativeException {
        try (Memory cpuid = new Memory(CPUID_HEAD + (long) CPUID_ENTRIES * CPUID_ENTRY)) {
            cpuid.clear();
            cpuid.setInt(0, CPUID_ENTRIES);
            ioctl(kvm, GET_SUPPORTED_CPUID, "KVM_GET_SUPPORTED_CPUID", cpuid);
            // Without this the processor has no 64-bit mode, and setting it is refused.
            ioctl(vcpu, SET_CPUID2, "KVM_SET_CPUID2", cpuid);
        }
        KvmSystemRegisters system = new KvmSystemRegisters();
        ioctl(vcpu, GET_SREGS, "KVM_GET_SREGS", system);
        system.enterLongMode(KvmGuest.PML4);
        ioctl(vcpu, SET_SREGS, "KVM_SET_SREGS", system);
        KvmRegisters registers = new KvmRegisters();
        registers.rip = KvmGuest.CODE;
        registers.rsp = KvmGuest.STACK;
        registers.rflags = 2; // the bit that is always set
        ioctl(vcpu, SET_REGS, "KVM_SET_REGS", registers);
    }

    private static KvmAnswer race(Descriptor vcpu, Pointer run, Duration limit) throws NativeException {
        try (KvmWatchdog watchdog = new KvmWatchdog(run, limit)) {
            long start = System.nanoTime();
            boolean written = false;
            while (true) {
                int result = LibC.INSTANCE.ioctl(vcpu.number(), new NativeLong(RUN), new NativeLong(0));
                int errno = result == -1 ? Errno.last() : 0;
                Duration took = Duration.ofNanos((System.nanoTime() - start) / 1000 * 1000);
                int reason = run.getInt(EXIT_REASON);
                if (errno == Flags.EINTR || errno == Flags.EAGAIN || (errno == 0 && reason == EXIT_INTR)) {
                    if (watchdog.fired()) {
                        return new KvmAnswer.TooSlow(took);
                    }
                } else if (errno != 0) {
                    throw Errno.failure("KVM_RUN", errno);
                } else if (reason == EXIT_IO && !written && isExpectedWrite(run)) {
                    written = true;
                } else if (reason == EXIT_HLT && written) {
                    // Both threads may have had to wait for a processor: then the figure decides, not the watchdog.
                    return took.compareTo(limit) <= 0 ? new KvmAnswer.Usable(took) : new KvmAnswer.TooSlow(took);
                } else {
                    return new KvmAnswer.Broken(describe(run, reason));
                }
            }
        }
    }

    private static boolean isExpectedWrite(Pointer run) {
        return run.getByte(IO_DIRECTION) == 1
                && Short.toUnsignedInt(run.getShort(IO_PORT)) == KvmGuest.PORT
                && run.getByte(run.getLong(IO_DATA_OFFSET)) == KvmGuest.VALUE;
    }

    private static String describe(Pointer run, int reason) {
        return switch (reason) {
            case EXIT_SHUTDOWN -> "the guest's processor shut down (triple fault)";
            case EXIT_FAIL_ENTRY ->
                "the processor refused to enter the guest, reason 0x" + Long.toHexString(run.getLong(DETAIL));
            default -> "the guest stopped for an unexpected reason " + reason + ", detail " + run.getInt(DETAIL);
        };
    }

    private static int ioctl(Descriptor descriptor, long request, String name, long argument) throws NativeException {
        return ioctl(descriptor, request, name, (Object) new NativeLong(argument));
    }

    private static int ioctl(Descriptor descriptor, long request, String name, Object argument) throws NativeException {
        while (true) {
            int result = LibC.INSTANCE.ioctl(descriptor.number(), new NativeLong(request), argument);
            if (result != -1) {
                return result;
            }
            int errno = Errno.last();
            if (errno != Flags.EINTR) {
                throw Errno.failure(name, errno);
            }
        }
    }

    /** The group of the device, if being in it is enough to open it. */
    private static Optional<String> groupOf(Path device) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(device);
            if (!permissions.containsAll(Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE))) {
                return Optional.empty();
            }
            long gid = Integer.toUnsignedLong((int) Files.getAttribute(device, "unix:gid"));
            Optional<String> name = LinuxUsers.groupByGid(gid).map(Group::name);
            return Optional.of(name.orElseGet(() -> Long.toString(gid)));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
