package dev.hamlet.engine.terminal;

import java.util.Arrays;

/**
 * Finds the two keys that leave a container running among all others, Ctrl-P and then Ctrl-Q, as docker and podman have
 * them. The first is held back until the next tells whose it is. Used by one thread.
 */
final class DetachKeys {
    private static final byte CONTROL_P = 0x10;
    private static final byte CONTROL_Q = 0x11;

    private boolean first;
    private boolean left;

    /** What of these bytes is the program's; what follows the two keys is nobody's. */
    byte[] pass(byte[] typed, int length) {
        byte[] passed = new byte[length + 1];
        int count = 0;
        for (int i = 0; i < length && !left; i++) {
            if (first && typed[i] == CONTROL_Q) {
                left = true;
            } else {
                if (first) {
                    passed[count++] = CONTROL_P;
                }
                first = typed[i] == CONTROL_P;
                if (!first) {
                    passed[count++] = typed[i];
                }
            }
        }
        return Arrays.copyOf(passed, count);
    }

    /** Whether both were pressed. */
    boolean isLeft() {
        return left;
    }
}
