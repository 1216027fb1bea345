package dev.hamlet.engine.agent;

import java.time.Instant;

/**
 * What the agent says of itself.
 *
 * @param pid the number of its process
 * @param made when its Hamlet was built, in milliseconds
 * @param since when it began
 * @param leaving whether it is about to go: another one may come
 * @param outlivesLogin whether it goes on when whoever started it logs out, as far as is known
 */
public record AgentStatus(long pid, long made, Instant since, boolean leaving, boolean outlivesLogin) {}
