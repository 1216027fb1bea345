package dev.hamlet.app.offender;

final class OpensSocket {
    java.nio.channels.SocketChannel channel;
}
