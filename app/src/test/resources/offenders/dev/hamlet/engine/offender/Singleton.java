package dev.hamlet.engine.offender;

final class Singleton {
    static Singleton getInstance() {
        return new Singleton();
    }
}
