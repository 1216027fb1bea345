/**
 * Where the containers of an ordinary user are: in a user namespace of this home's own, with a mount and a network
 * namespace. {@link dev.hamlet.engine.namespace.Namespaces} is where to begin; it is safe for use by many threads.
 */
@NullMarked
package dev.hamlet.engine.namespace;

import org.jspecify.annotations.NullMarked;
