/**
 * What every part of the window is made of: {@link dev.hamlet.app.fx.FxRelay} brings the engine's news to the JavaFX
 * thread, {@link dev.hamlet.app.fx.Action} is something a person can do, and the small controls of Hamlet's own stand
 * here. All but the relay belongs to the JavaFX thread.
 */
package dev.hamlet.app.fx;
