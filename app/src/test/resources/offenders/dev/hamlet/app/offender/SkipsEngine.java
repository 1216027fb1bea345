package dev.hamlet.app.offender;

final class SkipsEngine {
    dev.hamlet.nativebridge.Facade facade;
}
