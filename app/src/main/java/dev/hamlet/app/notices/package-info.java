/**
 * What the desktop is told: {@link dev.hamlet.app.notices.BackgroundEnds} is where to begin. Safe for use by many threads;
 * knows no toolkit.
 */
package dev.hamlet.app.notices;
