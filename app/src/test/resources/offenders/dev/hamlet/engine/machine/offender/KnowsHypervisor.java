package dev.hamlet.engine.machine.offender;

final class KnowsHypervisor {
    dev.hamlet.engine.hypervisor.Port port;
}
