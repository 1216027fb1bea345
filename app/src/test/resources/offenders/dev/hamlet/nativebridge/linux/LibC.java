package dev.hamlet.nativebridge.linux;

public final class LibC {}
