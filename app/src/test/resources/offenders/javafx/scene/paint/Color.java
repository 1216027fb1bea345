package javafx.scene.paint;

public final class Color {}
