/**
 * What a person prefers: {@link dev.hamlet.app.preferences.PreferencesModel} holds and keeps it,
 * {@link dev.hamlet.app.preferences.PreferencesPage} shows it. Both belong to the JavaFX thread; the model needs no
 * running toolkit.
 */
package dev.hamlet.app.preferences;
