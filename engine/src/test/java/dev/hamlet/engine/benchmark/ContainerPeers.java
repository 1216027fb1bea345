package dev.hamlet.engine.benchmark;

import dev.hamlet.engine.job.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What else runs containers here: the runtime alone, told by shell commands what Hamlet does for it; dockerd, in a network
 * namespace of its own so that its rules meet nobody else's; podman. All with the same image.
 */
final class ContainerPeers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final Path podmanRun;
    private final Map<String, List<String>> commands = new LinkedHashMap<>();
    private final List<Process> daemons = new ArrayList<>();

    /**
     * Those that are installed.
     *
     * @param folder exists, for all that they keep
     */
    ContainerPeers(Path folder) throws IOException {
        this.folder = folder;
        // podman takes no long one.
        this.podmanRun = Files.createTempDirectory("podman");
    }

    /**
     * Starts them.
     *
     * @param archive the image, as an archive of Docker's form
     * @param image its name
     */
    void open(Path archive, String image) throws IOException, InterruptedException {
        openBare();
        if (Files.isExecutable(Path.of("/usr/sbin/dockerd"))) {
            docker(archive, image);
        }
        if (Files.isExecutable(Path.of("/usr/bin/podman"))) {
            List<String> podman = List.of(
                    "podman",
                    "--runtime",
                    "runc",
                    "--root",
                    folder.resolve("podman").toString(),
                    "--runroot",
                    podmanRun.toString());
            must(with(podman, "load", "-i", archive.toString()));
            // Its own wishes are beyond what a root without all rights may give.
            commands.put(
                    "podman",
                    with(podman, "run", "--rm", "--ulimit", "nofile=1024:1024", "--ulimit", "nproc=4096:4096", image));
        }
    }

    private void docker(Path archive, String image) throws IOException, InterruptedException {
        Path socket = folder.resolve("docker.sock");
        Process daemon = new ProcessBuilder(
                        "unshare",
                        "--net",
                        "--kill-child",
                        "sh",
                        "-c",
                        "ip link set lo up; exec dockerd \"$@\"",
                        "dockerd",
                        "--data-root",
                        folder.resolve("docker").toString(),
                        "--exec-root",
                        folder.resolve("docker-run").toString(),
                        "--pidfile",
                        folder.resolve("docker.pid").toString(),
                        "-H",
                        "unix://" + socket)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("docker.log").toFile())
                .start();
        daemons.add(daemon);
        List<String> docker = List.of("/usr/bin/docker", "-H", "unix://" + socket);
        boolean up =
                TimeSource.system().await(() -> succeeds(with(docker, "version")), PATIENCE, Duration.ofMillis(200));
        Guests.require(up, "dockerd does not answer: " + Files.readString(folder.resolve("docker.log")));
        must(with(docker, "load", "-i", archive.toString()));
        commands.put("docker", with(docker, "run", "--rm", image));
    }

    private static boolean succeeds(List<String> command) {
        try {
            return run(command) == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<String> with(List<String> begin, String... end) {
        List<String> all = new ArrayList<>(begin);
        all.addAll(List.of(end));
        return all;
    }

    private static void must(List<String> command) throws IOException, InterruptedException {
        Guests.require(run(command) == 0, "failed: " + command);
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        Guests.require(ended, "does not end: " + command);
        return process.exitValue();
    }

    /** Their commands up to the image, to which a program is added. */
    Map<String, List<String>> commands() {
        return commands;
    }

    /** How many milliseconds this takes, which must succeed. */
    static double milliseconds(List<String> command) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        must(command);
        return (System.nanoTime() - begin) / 1e6;
    }

    /**
     * A script that runs the bundle by the runtime alone, in a mount and a network of the same shape as Hamlet's.
     *
     * @param config of the container, as Hamlet wrote it
     * @param layer the image's files
     * @param published a rule for a port is made, too
     */
    Path bare(String name, String config, Path layer, boolean published) throws IOException {
        Path bundle = Files.createDirectories(folder.resolve(name));
        for (String part : List.of("upper", "work", "rootfs")) {
            Files.createDirectories(bundle.resolve(part));
        }
        Files.writeString(bundle.resolve("config.json"), config);
        String rule = published ? "nft add element inet hbench ports '{ 18080 : 10.213.7.2 . 80 }'\n" : "";
        String unrule = published ? "nft delete element inet hbench ports '{ 18080 }'\n" : "";
        Path script = folder.resolve(name + ".sh");
        Files.writeString(script, """
                set -e
                cd %s
                mount -t overlay overlay -o lowerdir=%s,upperdir=upper,workdir=work rootfs
                ip netns add hbench
                ip link add hbench1 type veth peer name eth0 netns hbench
                ip link set hbench1 master hbench0 up
                ip -n hbench addr add 10.213.7.2/24 dev eth0
                ip -n hbench link set eth0 up
                ip -n hbench route add default via 10.213.7.1
                %sset +e
                runc --root %s/runc run hbench
                code=$?
                set -e
                %sip netns delete hbench
                umount rootfs
                rm -rf upper work && mkdir upper work
                exit $code
                """.formatted(bundle, layer, rule, folder, unrule));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script;
    }

    /** What all runs of {@link #bare} share. */
    private void openBare() throws IOException, InterruptedException {
        must(List.of("sh", "-ec", """
                ip link add hbench0 type bridge
                ip addr add 10.213.7.1/24 dev hbench0
                ip link set hbench0 up
                nft -f - <<'END'
                table inet hbench {
                  map ports { type inet_service : ipv4_addr . inet_service
                  }
                  chain in { type nat hook prerouting priority dstnat; dnat ip to tcp dport map @ports
                  }
                  chain out { type nat hook postrouting priority srcnat; ip saddr 10.213.7.0/24 oifname != "hbench0" masquerade
                  }
                }
                END
                """));
    }

    @Override
    public void close() throws IOException {
        try {
            for (String undo : List.of(
                    "ip netns delete hbench",
                    "ip link delete hbench0",
                    "nft delete table inet hbench",
                    "umount " + folder + "/*/rootfs")) {
                run(List.of("sh", "-c", undo));
            }
            for (Process daemon : daemons) {
                Path pid = folder.resolve("docker.pid");
                if (Files.exists(pid)) {
                    run(List.of("kill", Files.readString(pid).strip()));
                }
                if (!daemon.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    daemon.destroyForcibly();
                }
            }
            run(List.of("sh", "-c", "umount " + folder + "/podman/overlay " + folder + "/docker-run/netns/*"));
            run(List.of("rm", "-rf", podmanRun.toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
