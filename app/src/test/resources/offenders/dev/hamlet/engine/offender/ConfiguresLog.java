package dev.hamlet.engine.offender;

final class ConfiguresLog {
    ch.qos.logback.classic.Logger logger;
}
