package dev.hamlet.engine.container.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hamlet.engine.container.files.CopyTarget.There;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CopyTargetTest {
    private static Optional<CopyTarget> file(String target, There there) {
        return CopyTarget.of("name", false, false, target, there);
    }

    private static Optional<CopyTarget> folder(String target, There there) {
        return CopyTarget.of("name", true, false, target, there);
    }

    private static Optional<CopyTarget> to(String folder, String name) {
        return Optional.of(new CopyTarget(folder, name));
    }

    @Test
    void aFileComesIntoAFolderOrUnderTheTargetsName() {
        assertEquals(to("/srv", "name"), file("/srv", There.FOLDER));
        assertEquals(to("/srv", "name"), file("/srv/", There.FOLDER));
        assertEquals(to("/", "name"), file("/", There.FOLDER));
        assertEquals(to("/srv", "x"), file("/srv/x", There.NOTHING));
        assertEquals(to("/srv", "x"), file("/srv/x", There.FILE));
        assertEquals(to("/", "x"), file("/x", There.NOTHING));
        assertEquals(to("", "x"), file("x", There.NOTHING));
        assertEquals(Optional.empty(), file("/srv/x/", There.NOTHING), "a slash means a folder");
    }

    @Test
    void aFolderComesIntoAFolderOrBecomesTheTarget() {
        assertEquals(to("/srv", "name"), folder("/srv", There.FOLDER));
        assertEquals(to("/srv", ""), CopyTarget.of("name", true, true, "/srv", There.FOLDER), "its content alone");
        assertEquals(to("/srv", "x"), folder("/srv/x/", There.NOTHING));
        assertEquals(to("/srv", "x"), CopyTarget.of("name", true, true, "/srv/x", There.NOTHING));
        assertEquals(Optional.empty(), folder("/srv/x", There.FILE));
    }
}
