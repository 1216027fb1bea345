package dev.hamlet.engine.job;

/** The progress of work that nobody follows. */
enum NoProgress implements Progress {
    INSTANCE;

    @Override
    public Progress part(Phrase what, double share) {
        return this;
    }

    @Override
    public void fraction(double fraction) {}

    @Override
    public void bytes(long done, long total) {}
}
