/**
 * Bytes over HTTP: {@link dev.hamlet.engine.transfer.Transfer} brings a file resumably and held to a digest, from whatever
 * answers an {@link dev.hamlet.engine.transfer.Asking}. Used by one thread each, unless a type says otherwise; all of it
 * blocks.
 */
@NullMarked
package dev.hamlet.engine.transfer;

import org.jspecify.annotations.NullMarked;
