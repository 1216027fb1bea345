package dev.hamlet.app;

public final class Window {}
