package dev.hamlet.engine.offender;

final class StartsThread {
    Object start() {
        return Thread.ofVirtual().start(() -> {});
    }
}
