package dev.hamlet.app.chicken;

public final class Chicken {
    dev.hamlet.app.egg.Egg from;
}
