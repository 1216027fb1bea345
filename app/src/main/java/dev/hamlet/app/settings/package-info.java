/**
 * The dialog with a machine's settings: {@link dev.hamlet.app.settings.SettingsModel} follows the machine and changes it,
 * {@link dev.hamlet.app.settings.SettingsView} shows it, a pane for each section. Both belong to the JavaFX thread; the
 * model needs no running toolkit. What blocks is done on other threads.
 */
package dev.hamlet.app.settings;
