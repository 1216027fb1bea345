package dev.hamlet.engine.offender;

final class PublicField {
    public int count;
}
