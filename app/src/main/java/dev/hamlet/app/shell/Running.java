package dev.hamlet.app.shell;

/**
 * What runs on without Hamlet.
 *
 * @param machines how many of them
 * @param containers how many of them
 */
record Running(long machines, long containers) {
    boolean isNothing() {
        return machines == 0 && containers == 0;
    }
}
