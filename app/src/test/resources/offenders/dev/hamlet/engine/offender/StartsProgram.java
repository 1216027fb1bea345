package dev.hamlet.engine.offender;

final class StartsProgram {
    Object start() throws java.io.IOException {
        return new ProcessBuilder("true").start();
    }
}
