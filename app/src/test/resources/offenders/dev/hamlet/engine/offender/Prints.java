package dev.hamlet.engine.offender;

final class Prints {
    void tell() {
        System.out.println("told");
    }
}
