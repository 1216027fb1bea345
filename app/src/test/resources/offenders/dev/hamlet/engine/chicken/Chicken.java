package dev.hamlet.engine.chicken;

public final class Chicken {
    dev.hamlet.engine.egg.Egg from;
}
