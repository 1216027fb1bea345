/**
 * What an ordinary user's wish takes of root's rights: {@link dev.hamlet.engine.privilege.Privilege} asks polkit to run one
 * script of fixed words, {@link dev.hamlet.engine.privilege.PrivilegedVerb}. Nothing of Java's runs as root for it. Safe for
 * use by many threads.
 */
package dev.hamlet.engine.privilege;
