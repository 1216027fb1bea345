/**
 * The dialog that makes a machine, in three steps: {@link dev.hamlet.app.wizard.WizardModel} knows what is chosen and
 * makes it, {@link dev.hamlet.app.wizard.WizardView} shows it. Both belong to the JavaFX thread; the model needs no
 * running toolkit. What blocks is asked of the {@link dev.hamlet.app.wizard.Workshop} on other threads.
 */
package dev.hamlet.app.wizard;
