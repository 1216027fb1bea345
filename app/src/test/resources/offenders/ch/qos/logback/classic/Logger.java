package ch.qos.logback.classic;

public final class Logger {}
