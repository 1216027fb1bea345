import com.techsenger.jeditermfx.core.CursorShape;
import com.techsenger.jeditermfx.core.TerminalDataStream;
import com.techsenger.jeditermfx.core.TerminalDisplay;
import com.techsenger.jeditermfx.core.TtyBasedArrayDataStream;
import com.techsenger.jeditermfx.core.TtyConnector;
import com.techsenger.jeditermfx.core.emulator.JediEmulator;
import com.techsenger.jeditermfx.core.emulator.mouse.MouseFormat;
import com.techsenger.jeditermfx.core.emulator.mouse.MouseMode;
import com.techsenger.jeditermfx.core.model.JediTerminal;
import com.techsenger.jeditermfx.core.model.StyleState;
import com.techsenger.jeditermfx.core.model.TerminalSelection;
import com.techsenger.jeditermfx.core.model.TerminalTextBuffer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The emulation core that Hamlet's terminal is made of, with nobody who looks at it: what that terminal is compared with by
 * the benchmark. Each line of its input names a file: it takes all of it and says how many nanoseconds that took.
 */
public final class BareTerminal {
    private BareTerminal() {}

    /** Waits for lines; the arguments are the columns, the rows and how many lines are kept. */
    public static void main(String[] arguments) throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String file = orders.readLine(); file != null; file = orders.readLine()) {
            StyleState style = new StyleState();
            TerminalTextBuffer buffer = new TerminalTextBuffer(
                    Integer.parseInt(arguments[0]),
                    Integer.parseInt(arguments[1]),
                    style,
                    Integer.parseInt(arguments[2]),
                    null);
            JediTerminal terminal = new JediTerminal(new Blind(), buffer, style);
            long begin = System.nanoTime();
            try (Reader text = Files.newBufferedReader(Path.of(file))) {
                TerminalDataStream characters = new TtyBasedArrayDataStream(new Line(text));
                JediEmulator emulator = new JediEmulator(characters, terminal);
                while (true) {
                    emulator.processChar(characters.getChar(), terminal);
                }
            } catch (TerminalDataStream.EOF end) {
                System.out.println(System.nanoTime() - begin);
            }
        }
    }

    private record Line(Reader text) implements TtyConnector {
        @Override
        public int read(char[] into, int at, int most) throws IOException {
            return text.read(into, at, most);
        }

        @Override
        public void write(byte[] bytes) {}

        @Override
        public void write(String string) {}

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public int waitFor() {
            return 0;
        }

        @Override
        public boolean ready() throws IOException {
            return text.ready();
        }

        @Override
        public String getName() {
            return "";
        }

        @Override
        public void close() {}
    }

    private static final class Blind implements TerminalDisplay {
        @Override
        public void setCursor(int column, int row) {}

        @Override
        public void setCursorShape(CursorShape shape) {}

        @Override
        public void beep() {}

        @Override
        public void scrollArea(int top, int size, int by) {}

        @Override
        public void setCursorVisible(boolean visible) {}

        @Override
        public void useAlternateScreenBuffer(boolean alternate) {}

        @Override
        public String getWindowTitle() {
            return "";
        }

        @Override
        public void setWindowTitle(String title) {}

        @Override
        public TerminalSelection getSelection() {
            return null;
        }

        @Override
        public void terminalMouseModeSet(MouseMode mode) {}

        @Override
        public void setMouseFormat(MouseFormat format) {}

        @Override
        public boolean ambiguousCharsAreDoubleWidth() {
            return false;
        }
    }
}
