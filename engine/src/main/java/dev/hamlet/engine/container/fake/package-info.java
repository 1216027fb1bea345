/**
 * Containers that are not there: {@link dev.hamlet.engine.container.fake.FakeContainers} keeps to the contract of
 * {@link dev.hamlet.engine.container.ContainerEngine} in memory, for tests of what stands above it. Safe for use by many
 * threads.
 */
package dev.hamlet.engine.container.fake;
