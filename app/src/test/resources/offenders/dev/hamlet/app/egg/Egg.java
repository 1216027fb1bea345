package dev.hamlet.app.egg;

public final class Egg {
    dev.hamlet.app.chicken.Chicken from;
}
