package dev.hamlet.nativebridge.linux;

import com.sun.jna.Memory;
import dev.hamlet.nativebridge.NativeException;

/** A second program that types, by the XTEST extension; keys are numbered as in Linux. */
final class Typist implements AutoCloseable {
    private static final int FAKE_INPUT = 2;
    private static final int PRESS = 2;
    private static final int RELEASE = 3;

    private final XConnection connection;
    private final Memory extension = X11Keyboard.extension("XTEST");

    Typist(String display) throws NativeException {
        connection = XConnection.open(display);
    }

    void type(int code) throws NativeException {
        press(code);
        release(code);
    }

    void press(int code) throws NativeException {
        send(code, PRESS);
    }

    void release(int code) throws NativeException {
        send(code, RELEASE);
    }

    private void send(int code, int kind) throws NativeException {
        connection.tell(
                extension,
                FAKE_INPUT,
                XConnection.request(36).put(4, (byte) kind).put(5, (byte) (code + 8)));
    }

    @Override
    public void close() {
        connection.close();
    }
}
