package dev.hamlet.engine.hypervisor.offender;

public final class Concrete {}
