package dev.hamlet.engine.offender;

final class KnowsRoot {
    dev.hamlet.engine.Engine engine;
    dev.hamlet.engine.hypervisor.offender.Concrete concrete;
}
