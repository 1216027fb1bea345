package dev.hamlet.engine.offender;

final class CallsC {
    com.sun.jna.Pointer pointer;
}
