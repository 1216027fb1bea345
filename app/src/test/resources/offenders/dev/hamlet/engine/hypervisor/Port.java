package dev.hamlet.engine.hypervisor;

public interface Port {}
