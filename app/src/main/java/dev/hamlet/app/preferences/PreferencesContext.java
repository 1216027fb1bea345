package dev.hamlet.app.preferences;

import dev.hamlet.app.fx.Dialogs;
import dev.hamlet.app.fx.FileChoice;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.host.HamletPaths;
import java.net.URI;
import java.util.function.Consumer;

/**
 * What the page of preferences is made of.
 *
 * @param preferences the window's own
 * @param usual what new machines get
 * @param folders where machines and images lie
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
        HamletPaths paths,
        Dialogs dialogs,
        FileChoice files,
        Consumer<URI> open,
        Messages words) {}
