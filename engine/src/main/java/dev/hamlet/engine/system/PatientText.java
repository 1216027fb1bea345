package dev.hamlet.engine.system;

/**
 * A text that a pattern may look at only so often: the patterns of a database are not ours, and one that goes back and
 * forth without end must not stop the user.
 */
final class PatientText implements CharSequence {
    private static final int MOST_LOOKS = 200_000;

    private final String text;
    private int looks;

    PatientText(String text) {
        this.text = text;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (++looks > MOST_LOOKS) {
            throw new Exhausted();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }

    /** The pattern has looked often enough. */
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
