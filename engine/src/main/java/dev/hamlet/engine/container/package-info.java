/**
 * Containers: {@link dev.hamlet.engine.container.ContainerEngine} has their verbs, whoever runs them;
 * {@link dev.hamlet.engine.container.ContainerSpec} is what a user wants one to be. The engine may be used by many threads
 * and by many processes of one home; its verbs are jobs.
 */
@NullMarked
package dev.hamlet.engine.container;

import org.jspecify.annotations.NullMarked;
