package dev.hamlet.engine.offender;

final class KnowsApp {
    dev.hamlet.app.Window window;
}
