package dev.hamlet.nativebridge;

public final class Facade {}
