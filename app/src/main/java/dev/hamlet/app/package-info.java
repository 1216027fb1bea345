/** Where Hamlet starts: {@link dev.hamlet.app.Main}, and {@link dev.hamlet.app.LogSetup} for its log. */
package dev.hamlet.app;
