/**
 * What is said to people: {@link dev.hamlet.app.words.Messages} finds words by key in the user's language, and
 * {@link dev.hamlet.app.words.ProblemWords} turns a problem into a title, a cause and remedies. Immutable, and safe for
 * use by many threads.
 */
package dev.hamlet.app.words;
