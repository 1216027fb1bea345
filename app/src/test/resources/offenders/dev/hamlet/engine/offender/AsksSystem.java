package dev.hamlet.engine.offender;

final class AsksSystem {
    String ask() {
        return System.getProperty("os.name");
    }
}
