package dev.hamlet.engine.offender;

final class StringUtils {}
