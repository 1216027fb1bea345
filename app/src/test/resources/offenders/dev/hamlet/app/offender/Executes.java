package dev.hamlet.app.offender;

final class Executes {
    java.util.concurrent.ScheduledExecutorService clock;
}
