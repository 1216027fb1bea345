package dev.hamlet.engine.offender;

final class StaticField {
    private static int count;
}
