/**
 * The Linux side of the native bridge: JNA mappings of the C library and what is built on them. Seen by nobody outside
 * this module. 64-bit glibc is assumed; tried on x86_64.
 *
 * <p>Entry type: {@link dev.hamlet.nativebridge.linux.LinuxProcesses} and its sisters, one for each facade. Thread
 * rule: as the facades say; {@code errno} is read on the thread of the call, right after it.
 */
package dev.hamlet.nativebridge.linux;
