package dev.hamlet.engine;

public final class Engine {}
