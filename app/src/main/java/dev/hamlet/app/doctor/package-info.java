/**
 * What this computer lacks for machines and containers, and how it is mended: {@link dev.hamlet.app.doctor.DoctorModel} looks
 * and repairs, {@link dev.hamlet.app.doctor.DoctorCard} shows it. Both belong to the JavaFX thread; the model needs no running
 * toolkit.
 */
package dev.hamlet.app.doctor;
