/**
 * Networks of containers of root: bridges, addresses, the rules that keep them apart, and published ports.
 * {@link dev.hamlet.engine.container.network.BridgeNetworks} is where to begin; safe for use by many threads and by many
 * processes of one home.
 */
@NullMarked
package dev.hamlet.engine.container.network;

import org.jspecify.annotations.NullMarked;
