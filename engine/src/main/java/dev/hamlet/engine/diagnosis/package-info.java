/**
 * What a person may hand to somebody who is to help: {@link dev.hamlet.engine.diagnosis.DiagnosticReport} is a text of
 * what was found, out of which {@link dev.hamlet.engine.diagnosis.Redaction} has taken names and secrets. Nothing here is
 * sent anywhere. Immutable; for any thread.
 */
@NullMarked
package dev.hamlet.engine.diagnosis;

import org.jspecify.annotations.NullMarked;
