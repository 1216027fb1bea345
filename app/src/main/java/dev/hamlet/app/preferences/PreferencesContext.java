package dev.hamlet.app.preferences;

import dev.hamlet.app.doctor.DoctorModel;
import dev.hamlet.app.fx.Dialogs;
import dev.hamlet.app.fx.FileChoice;
import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.Engine;
import dev.hamlet.engine.host.HamletPaths;
import java.net.URI;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What the page of preferences is made of.
 *
 * @param preferences the window's own
 * @param usual what new machines get
 * @param folders where machines and images lie
 * @param catalog the catalogue that is trusted
 * @param doctor what this computer has and lacks
 * @param report what somebody who is to help may be given
 * @param paths where the other files lie
 * @param dialogs asks before what has consequences
 * @param files asks for folders of this computer
 * @param open opens a folder outside of Hamlet
 * @param words of the user's language
 */
public record PreferencesContext(
        PreferencesModel preferences,
        UsualModel usual,
        FoldersModel folders,
        CatalogModel catalog,
        DoctorModel doctor,
        ReportModel report,
        HamletPaths paths,
        Dialogs dialogs,
        FileChoice files,
        Consumer<URI> open,
        Messages words) {
    /**
     * For this engine.
     *
     * @param listAgain is run when other machines may be listed than before
     * @param bring brings the catalogue now
     * @param doctor what this computer has and lacks
     */
    public static PreferencesContext of(
            Engine engine,
            PreferencesModel preferences,
            Runnable listAgain,
            Runnable bring,
            DoctorModel doctor,
            Dialogs dialogs,
            FileChoice files,
            Consumer<URI> open,
            Messages words) {
        Executor fx = FxRelay.fxThread();
        return new PreferencesContext(
                preferences,
                new UsualModel(engine.usual(), fx),
                new FoldersModel(engine.folderChoice(), listAgain, fx),
                new CatalogModel(engine.catalogPreferences(), bring, engine.jobs(), fx),
                doctor,
                ReportModel.of(engine, fx),
                engine.paths(),
                dialogs,
                files,
                open,
                words);
    }
}
