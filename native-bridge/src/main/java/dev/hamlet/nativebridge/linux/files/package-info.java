/**
 * Files below a folder that is never left, their attributes, and mounts: JNA mappings and what is built on them. Seen by
 * nobody outside this module. 64-bit glibc is assumed; tried on x86_64.
 *
 * <p>Entry types: {@link dev.hamlet.nativebridge.linux.files.LinuxRootFolder},
 * {@link dev.hamlet.nativebridge.linux.files.LinuxMounts}. Thread rule: as the facades say.
 */
package dev.hamlet.nativebridge.linux.files;
