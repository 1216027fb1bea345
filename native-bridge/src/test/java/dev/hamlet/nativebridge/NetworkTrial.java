package dev.hamlet.nativebridge;

import java.nio.file.Path;
import java.util.List;

/** Makes links in a network of its own, where this is run, and tells what it did. */
final class NetworkTrial {
    private static final int GATEWAY = 0x0a580001;
    private static final int ADDRESS = 0x0a580002;

    private NetworkTrial() {}

    public static void main(String... arguments) throws Exception {
        Path other = Path.of("/proc", arguments[0], "ns", "net");
        say("links "
                + NetworkLinks.links().stream().map(NetworkLinks.Link::name).toList());
        say("bridge before " + NetworkLinks.find("hmtry-0").isPresent());
        for (int i = 0; i < 2; i++) {
            NetworkLinks.addBridge("hmtry-0", GATEWAY);
            NetworkLinks.raise("hmtry-0", GATEWAY, 24);
        }
        NetworkLinks.connect(new NetworkLinks.Pair("hmtry-a", "hmtry-0", other, "eth0", ADDRESS, 24, GATEWAY));
        int bridge = NetworkLinks.find("hmtry-0").orElseThrow().index();
        say("port of the bridge " + (NetworkLinks.find("hmtry-a").orElseThrow().master() == bridge));
        say("route "
                + NetworkLinks.routes().stream()
                        .anyMatch(route ->
                                route.address() == 0x0a580000 && route.prefix() == 24 && route.link() == bridge));
        say("here still " + NetworkLinks.links().size());
        say("table " + NetworkLinks.hasTable("nothing") + " " + NetworkLinks.hasTable("mine"));
        say("drops " + NetworkLinks.dropsForwarded());
        try (HeldPort port = HeldPort.take(0x7f000001, 0, true)) {
            say("port " + (port.port() > 0));
            try (HeldPort again = HeldPort.take(0x7f000001, port.port(), true)) {
                say("twice " + again.port());
            } catch (NativeException e) {
                say("taken " + (e.errno() == HeldPort.TAKEN));
            }
            try (HeldPort datagrams = HeldPort.take(0, port.port(), false)) {
                say("datagrams " + (datagrams.port() == port.port()));
            }
        }
        try (HeldPort elsewhere = HeldPort.take(0x0a0b0c0d, 0, true)) {
            say("elsewhere " + elsewhere.port());
        } catch (NativeException e) {
            say("not ours " + (e.errno() == HeldPort.NOT_OURS));
        }
        Process ping = new ProcessBuilder(List.of("nsenter", "-t", arguments[0], "-n", "ip", "-o", "route"))
                .redirectErrorStream(true)
                .start();
        try (var output = ping.inputReader()) {
            output.lines().map(line -> "there " + line.strip()).forEach(NetworkTrial::say);
        }
        NetworkLinks.remove("hmtry-0");
        NetworkLinks.remove("hmtry-0");
        say("bridge after " + NetworkLinks.find("hmtry-0").isPresent());
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
