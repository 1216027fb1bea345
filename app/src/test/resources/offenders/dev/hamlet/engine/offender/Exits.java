package dev.hamlet.engine.offender;

final class Exits {
    void end() {
        System.exit(1);
    }
}
