package dev.hamlet.app.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What looks at all views sees what is wrong with one. */
@Tag("window")
class ViewChecksTest {
    private static List<String> ids(List<String> found) {
        return found.stream()
                .map(one -> one.replaceFirst("(?s).*?id=(\\w+).*", "$1"))
                .toList();
    }

    @Test
    void aControlBehindOneThatKeepsTabAndOneWithoutANameAreSeen() {
        try (OpenWindow window = OpenWindow.with(() -> {
            Button first = new Button("First");
            first.setId("first");
            Button silent = new Button();
            silent.setId("silent");
            TextArea keeps = new TextArea();
            keeps.setId("keeps");
            keeps.setAccessibleText("Keeps Tab");
            Button behind = new Button("Behind");
            behind.setId("behind");
            return new VBox(first, silent, keeps, behind);
        })) {
            window.node("first");
            Scene scene = window.stage().getScene();
            Toolkit.run(() -> window.node("first").requestFocus());
            assertEquals(List.of("silent"), ids(Reach.silent(scene.getRoot())));
            List<String> missed = ids(Reach.missed(window, scene, scene.getRoot()));
            assertTrue(missed.contains("behind"), missed::toString);
        }
    }

    @Test
    void wordsWithTooLittleRoomAreSeenAndDataIsNot() {
        try (OpenWindow window = OpenWindow.with(() -> {
            Label cut = new Label("\u00c7\u00fa\u0163 \u00f3ff h\u00e9\u00ebr\u00e9");
            cut.setId("cut");
            cut.setMaxWidth(30);
            Label whole = new Label("W\u0125\u00f3l\u00e9");
            whole.setId("whole");
            Label data = new Label("/a/file/whose/path/is/long");
            data.setId("data");
            data.setMaxWidth(30);
            return new VBox(cut, whole, data);
        })) {
            window.node("cut");
            Toolkit.awaitFrames(3);
            List<String> found =
                    Toolkit.get(() -> CutTexts.in(window.stage().getScene().getRoot(), Set.of()));
            assertEquals(1, found.size(), found::toString);
            assertTrue(found.getFirst().startsWith("#cut"), found::toString);
        }
    }
}
