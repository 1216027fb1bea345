package dev.hamlet.engine.offender;

final class CatchesAll {
    void run(Runnable work) {
        try {
            work.run();
        } catch (final Exception e) {
            // Gone.
        }
    }
}
