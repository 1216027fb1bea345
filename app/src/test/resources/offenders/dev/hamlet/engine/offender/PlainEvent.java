package dev.hamlet.engine.offender;

class PlainEvent {}
