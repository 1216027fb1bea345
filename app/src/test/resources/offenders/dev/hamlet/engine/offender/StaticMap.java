package dev.hamlet.engine.offender;

final class StaticMap {
    private static final java.util.concurrent.ConcurrentHashMap<String, String> KNOWN =
            new java.util.concurrent.ConcurrentHashMap<>();
}
