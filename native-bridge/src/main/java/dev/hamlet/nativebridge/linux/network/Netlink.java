package dev.hamlet.nativebridge.linux.network;

import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.linux.Descriptor;
import dev.hamlet.nativebridge.linux.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A socket to the kernel's networks (netlink(7)). For one thread; the kernel answers at once. */
final class Netlink implements AutoCloseable {
    static final int ROUTE = 0;
    static final int NETFILTER = 12;

    private static final int ERROR = 2;
    private static final int DONE = 3;

    /** What the kernel puts into one part of a list at most. */
    private static final int LONGEST = 1 << 16;

    private final Descriptor socket;
    private int sequence;

    private Netlink(Descriptor socket) {
        this.socket = socket;
    }

    /** To the network of this thread. */
    static Netlink open(int protocol) throws NativeException {
        int number = Errno.check(
                NetworkCalls.socket(
                        NetworkCalls.AF_NETLINK, NetworkCalls.SOCK_RAW | NetworkCalls.SOCK_CLOEXEC, protocol),
                "socket(AF_NETLINK)");
        return new Netlink(new Descriptor(number));
    }

    /**
     * To another network: a thread goes there, opens the socket, which stays there, and ends. None comes back, so none can
     * be left in the wrong place.
     *
     * @param namespace such as {@code /proc/PID/ns/net}
     */
    static Netlink open(int protocol, Path namespace) throws NativeException {
        CompletableFuture<Netlink> opened = new CompletableFuture<>();
        CompletableFuture<NativeException> failed = new CompletableFuture<>();
        Thread _ = Thread.ofPlatform().daemon().name("network-namespace").start(() -> {
            try (Descriptor there = Descriptor.open(namespace, NetworkCalls.O_RDONLY)) {
                Errno.check(NetworkCalls.setns(there.number(), NetworkCalls.CLONE_NEWNET), "setns(" + namespace + ")");
                opened.complete(open(protocol));
            } catch (NativeException e) {
                failed.complete(e);
            }
        });
        var _ = CompletableFuture.anyOf(opened, failed).join();
        if (failed.isDone()) {
            throw failed.join();
        }
        return opened.join();
    }

    /** An answer: its fixed part, at its beginning, and attributes. */
    record Answer(ByteBuffer content) {
        int number(int at) {
            return content.getInt(at);
        }

        int octet(int at) {
            return content.get(at) & 0xff;
        }

        /** The value of the first attribute of this type. */
        Optional<ByteBuffer> attribute(int fixed, int type) {
            int at = fixed;
            while (at + 4 <= content.limit()) {
                int length = content.getShort(at) & 0xffff;
                if (length < 4 || at + length > content.limit()) {
                    return Optional.empty();
                }
                if ((content.getShort(at + 2) & 0x3fff) == type) {
                    return Optional.of(content.slice(at + 4, length - 4).order(ByteOrder.nativeOrder()));
                }
                at += (length + 3) & ~3;
            }
            return Optional.empty();
        }
    }

    /**
     * Asks, and waits until the kernel has done it or said all.
     *
     * @param what for the words of a failure
     */
    List<Answer> ask(NetlinkMessage message, String what) throws NativeException {
        sequence++;
        byte[] bytes = message.numbered(sequence);
        if (NetworkCalls.send(socket.number(), bytes, bytes.length, 0) < 0) {
            throw Errno.failure("send(" + what + ")", Errno.last());
        }
        List<Answer> answers = new ArrayList<>();
        byte[] buffer = new byte[LONGEST];
        while (true) {
            long length = NetworkCalls.recv(socket.number(), buffer, buffer.length, 0);
            if (length < 0 && Errno.last() == NetworkCalls.EINTR) {
                continue;
            } else if (length < 0) {
                throw Errno.failure("recv(" + what + ")", Errno.last());
            }
            if (take(ByteBuffer.wrap(buffer, 0, (int) length).order(ByteOrder.nativeOrder()), answers, what)) {
                return answers;
            }
        }
    }

    /** Whether that was the last of it. */
    private boolean take(ByteBuffer part, List<Answer> answers, String what) throws NativeException {
        int at = 0;
        while (at + NetlinkMessage.HEADER <= part.limit()) {
            int length = part.getInt(at);
            int type = part.getShort(at + 4) & 0xffff;
            if (length < NetlinkMessage.HEADER || at + length > part.limit()) {
                throw Errno.failure(what + ", an answer of no netlink", 0);
            }
            if (part.getInt(at + 8) == sequence) {
                byte[] content = new byte[length - NetlinkMessage.HEADER];
                part.get(at + NetlinkMessage.HEADER, content);
                Answer answer = new Answer(ByteBuffer.wrap(content).order(ByteOrder.nativeOrder()));
                if (type != ERROR && type != DONE) {
                    answers.add(answer);
                } else if (content.length >= 4 && answer.number(0) != 0) {
                    throw Errno.failure(what, -answer.number(0));
                } else {
                    return true;
                }
            }
            at += (length + 3) & ~3;
        }
        return false;
    }

    @Override
    public void close() {
        socket.close();
    }
}
