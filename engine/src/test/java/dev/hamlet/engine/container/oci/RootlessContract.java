package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerEngineContract;

/** Runs each test of the contract, as whoever runs this, and tells how it went. */
public final class RootlessContract extends ContainerEngineContract {
    private final ContainerEngine engine;

    private RootlessContract(ContainerEngine engine) {
        this.engine = engine;
    }

    @Override
    protected ContainerEngine engine() {
        return engine;
    }

    @Override
    protected boolean limits() {
        return false;
    }

    /** The program; its words are the folder of the user, and one test if it is to be that alone. */
    public static void main(String[] words) throws Exception {
        ContainerEngine engine = RootlessEngine.open(words[0]);
        System.exit(
                ContractRun.passes(ContainerEngineContract.class, () -> new RootlessContract(engine), engine, words)
                        ? 0
                        : 1);
    }
}
