package dev.hamlet.engine.container.network;

import dev.hamlet.engine.container.Subnet;
import java.time.Instant;

/**
 * What a network is.
 *
 * @param name what people call it
 * @param subnet its addresses
 * @param bridge its link
 * @param created when it was made
 */
record Definition(String name, Subnet subnet, String bridge, Instant created) {}
