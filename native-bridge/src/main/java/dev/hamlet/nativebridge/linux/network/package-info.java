/** Links, addresses and routes of the kernel by rtnetlink(7), and ports that are held. Seen by nobody outside. */
@NullMarked
package dev.hamlet.nativebridge.linux.network;

import org.jspecify.annotations.NullMarked;
