package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hamlet.engine.problem.MediaProblem;
import java.util.List;
import org.junit.jupiter.api.Test;

class DebianGuestTest {
    @Test
    void allThatIsMissingIsNamedAtOnceWithThePackagesThatHaveIt() {
        assertEquals(
                new MediaProblem.RecipeToolsMissing(
                        "debian-12", List.of("mmdebstrap", "mcopy", "mmd"), "mmdebstrap mtools"),
                DebianGuest.missing(List.of(
                        new Recipe.Tool("mmdebstrap", "mmdebstrap"),
                        new Recipe.Tool("mcopy", "mtools"),
                        new Recipe.Tool("mmd", "mtools"))));
        assertEquals(
                new MediaProblem.RecipeToolsMissing("debian-12", List.of("newuidmap"), "uidmap"),
                DebianGuest.missing(List.of(OwnNamespaces.USERS)));
    }
}
