package dev.hamlet.engine.offender;

final class CallsMapping {
    dev.hamlet.nativebridge.linux.LibC library;
}
