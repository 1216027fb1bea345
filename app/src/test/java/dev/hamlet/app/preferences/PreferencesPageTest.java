package dev.hamlet.app.preferences;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hamlet.app.doctor.DoctorModel;
import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Pictures;
import dev.hamlet.app.fx.TestFiles;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.machines.TestMachines;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.catalog.CatalogPreferences;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.FolderChoice;
import dev.hamlet.engine.host.Folders;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.NewMachine;
import dev.hamlet.engine.machine.UsualResources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a person uses it, on an engine whose guests live in memory. */
@Tag("window")
class PreferencesPageTest {
    @TempDir
    private Path home = Path.of("");

    private @Nullable TestMachines opened;
    private @Nullable OpenWindow window;
    private final TestFiles files = new TestFiles();
    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicInteger brought = new AtomicInteger();

    private OpenWindow open() throws Exception {
        Toolkit.start();
        TestMachines machines = TestMachines.ofEngine(home);
        opened = machines;
        OpenWindow shown = OpenWindow.with(() -> new PreferencesPage(PreferencesContext.of(
                machines.engine(),
                new PreferencesModel(Preferences.FIRST, kept -> {}),
                changes::incrementAndGet,
                brought::incrementAndGet,
                DoctorModel.of(machines.engine(), FxRelay.fxThread()),
                (question, agreed) -> agreed.run(),
                files,
                place -> {},
                Messages.of(Locale.ENGLISH))));
        window = shown;
        shown.awaitEnabled("preferences-usual-memory");
        return shown;
    }

    private TestMachines machines() {
        return Objects.requireNonNull(opened);
    }

    private static void write(OpenWindow window, String id, String text) {
        Toolkit.run(() -> {
            TextField field = (TextField) window.node(id);
            field.requestFocus();
            field.setText(text);
        });
        window.press(KeyCode.ENTER);
    }

    private UsualResources usual() {
        return machines().engine().usual().get();
    }

    @AfterEach
    void close() {
        if (window != null) {
            window.close();
        }
        machines().close();
    }

    @Test
    void theNextMachineGetsWhatWasChosen() throws Exception {
        OpenWindow shown = open();
        write(shown, "preferences-usual-vcpus", "1");
        write(shown, "preferences-usual-memory", "3 GiB");
        write(shown, "preferences-usual-disk", "7");
        UsualResources wanted = new UsualResources(1, ByteSize.ofGibibytes(3), ByteSize.ofGibibytes(7));
        Toolkit.await("it is kept", () -> usual().equals(wanted), () -> usual().toString());
        Machine made = machines()
                .engine()
                .creation()
                .create(NewMachine.of("next", new NewMachine.Source.Empty()))
                .await();
        assertEquals(1, made.spec().vcpus());
        assertEquals(ByteSize.ofGibibytes(3), made.spec().memory());
        assertEquals(
                ByteSize.ofGibibytes(7),
                machines()
                        .engine()
                        .disks()
                        .inspect(made.folder().disks().resolve("disk0.qcow2"))
                        .virtualSize());
    }

    @Test
    void whatNoMachineCanHaveIsSaidBelowAndChangesNothing() throws Exception {
        OpenWindow shown = open();
        write(shown, "preferences-usual-memory", "1 KiB");
        shown.awaitText("preferences-usual-memory-fault", "64 MiB");
        write(shown, "preferences-usual-vcpus", "many");
        shown.awaitText("preferences-usual-vcpus-fault", "whole number");
        assertEquals(UsualResources.FIRST, usual());
    }

    @Test
    void aFileThatCannotBeReadIsSaid() throws Exception {
        Files.writeString(
                Files.createDirectories(home.resolve("config")).resolve("new-machine.json"), "{\"vcpus\": []}");
        OpenWindow shown = open();
        shown.awaitText("preferences-usual-problem", "new-machine.json");
        write(shown, "preferences-usual-vcpus", "1");
        Toolkit.await("the next choice is readable", () -> !shown.shows("preferences-usual-problem"));
    }

    private static void fire(OpenWindow window, String id) {
        Toolkit.run(() -> ((Button) window.node(id)).fire());
    }

    private Folders folders() {
        return machines().paths().folders();
    }

    @Test
    void theNextMachineLiesInTheFolderThatWasChosen() throws Exception {
        OpenWindow shown = open();
        Path big = Files.createDirectory(home.resolve("another disk"));
        files.lay(big);
        fire(shown, "preferences-choose-machines");
        shown.awaitText("preferences-folder-machines", "another disk");
        shown.awaitText("preferences-former-machines", "Also listed from");
        Machine made = machines()
                .engine()
                .creation()
                .create(NewMachine.of("next", new NewMachine.Source.Empty()))
                .await();
        assertEquals(big, made.folder().path().getParent());
        assertEquals(1, changes.get(), "who lists machines looks again");
        Toolkit.run(() -> ((ScrollPane) shown.node("preferences-scroll")).setVvalue(1));
        Pictures.draw(shown.stage().getScene(), 1, "preferences-folders");
        fire(shown, "preferences-usual-machines");
        Toolkit.await("the usual folder", () -> folders().machines().chosen().isEmpty());
        shown.awaitText("preferences-former-machines", "another disk");
    }

    @Test
    void aFolderThatCannotServeIsRefusedWithWordsAndTheChoiceStays() throws Exception {
        OpenWindow shown = open();
        Files.createDirectories(home.resolve("photos/holidays"));
        files.lay(home.resolve("photos"));
        fire(shown, "preferences-choose-images");
        shown.awaitText("preferences-folders-problem", "other things lie there, such as holidays");
        assertEquals(machines().paths().images(), folders().images().forNew());
        fire(shown, "problem-dismiss");
        Toolkit.await("the words are gone", () -> !shown.shows("problem-dismiss"));
    }

    @Test
    void aFolderOfADiskThatIsGoneIsToldAndCanBeForgotten() throws Exception {
        Path disk = Files.createDirectory(home.resolve("disk"));
        HamletPaths paths = HamletPaths.of(Map.of("HAMLET_HOME", home.toString()));
        new FolderChoice(paths).choose(Folders.Kind.MACHINES, disk);
        Files.move(disk, home.resolve("unplugged"));
        new FolderChoice(paths).usual(Folders.Kind.MACHINES);
        OpenWindow shown = open();
        shown.awaitText("preferences-former-machines", "no such file or folder");
        Toolkit.run(() -> ((ScrollPane) shown.node("preferences-scroll")).setVvalue(1));
        Pictures.draw(shown.stage().getScene(), 1, "preferences-folder-away");
        fire(shown, "preferences-forget-machines-0");
        Toolkit.await("it is forgotten", () -> folders().machines().others().isEmpty());
    }

    private CatalogPreferences catalog() {
        return machines().engine().catalogPreferences().allowed();
    }

    @Test
    void theCatalogueIsBroughtFromATrustedAddressAsOftenAsChosen() throws Exception {
        OpenWindow shown = open();
        shown.awaitText("preferences-catalog-last", "No address");
        write(shown, "preferences-catalog-address", "ftp://example.org/catalog.json");
        shown.awaitText("preferences-catalog-address-fault", "https://");
        assertEquals(Optional.empty(), catalog().address());
        write(shown, "preferences-catalog-address", "https://example.org/catalog.json");
        shown.awaitText("preferences-catalog-last", "Not brought yet");
        Toolkit.run(() -> ((RadioButton) shown.node("preferences-catalog-refresh-weekly")).fire());
        Toolkit.await("it is kept", () -> catalog().refresh() == CatalogPreferences.Refresh.WEEKLY);
        shown.awaitEnabled("preferences-catalog-now");
        fire(shown, "preferences-catalog-now");
        assertEquals(1, brought.get());
        Toolkit.run(() -> ((ScrollPane) shown.node("preferences-scroll")).setVvalue(1));
        Pictures.draw(shown.stage().getScene(), 1, "preferences-catalog");
        write(shown, "preferences-catalog-address", "");
        shown.awaitText("preferences-catalog-last", "No address");
    }

    @Test
    void whoLetsNoSiteBeAskedIsObeyed() throws Exception {
        OpenWindow shown = open();
        Toolkit.run(() -> ((CheckBox) shown.node("preferences-catalog-ask")).fire());
        Toolkit.await("it is kept", () -> !catalog().askSites());
    }
}
