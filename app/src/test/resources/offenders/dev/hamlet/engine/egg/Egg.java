package dev.hamlet.engine.egg;

public final class Egg {
    dev.hamlet.engine.chicken.Chicken from;
}
