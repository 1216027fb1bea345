package dev.hamlet.engine.offender;

final class Sleeps {
    void rest() throws InterruptedException {
        java.util.concurrent.TimeUnit.SECONDS.sleep(1);
    }
}
