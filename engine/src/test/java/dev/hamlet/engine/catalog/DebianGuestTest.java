package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class DebianGuestTest {
    @Test
    void allThatIsMissingIsNamedAtOnceWithTheCommandThatInstallsIt() {
        assertEquals(
                "mmdebstrap, mcopy, mmd are missing; install them with: apt install mmdebstrap mtools",
                DebianGuest.missing(List.of(
                        new Recipe.Tool("mmdebstrap", "mmdebstrap"),
                        new Recipe.Tool("mcopy", "mtools"),
                        new Recipe.Tool("mmd", "mtools"))));
        assertEquals(
                "newuidmap is missing; install it with: apt install uidmap",
                DebianGuest.missing(List.of(OwnNamespaces.USERS)));
    }
}
