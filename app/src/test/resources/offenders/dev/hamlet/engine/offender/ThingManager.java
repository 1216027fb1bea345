package dev.hamlet.engine.offender;

final class ThingManager {}
