/**
 * The small process that acts while no window is open: it starts ended containers again, and asks others how they are.
 * It is there only while something needs it ({@link dev.hamlet.engine.agent.Agent}); whoever finds that something does
 * goes by the {@link dev.hamlet.engine.agent.AgentDoor}. All that it knows it reads from files that others write too, so
 * that it may be killed at any moment. Safe for use by many threads.
 */
@NullMarked
package dev.hamlet.engine.agent;

import org.jspecify.annotations.NullMarked;
