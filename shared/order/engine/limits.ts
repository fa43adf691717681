/** The engine's numbers. */

/** How long a call may take before it counts as lost. Longer than any driver's own time-outs. */
export const leaseSeconds = 60;

/** Between two calls of which the first got no answer. */
export const pauseSeconds = 10;
/** So many calls in a row without an answer, and asking ends. */
export const mostUnanswered = 5;
/** The same of looks, which cost the other side less. */
export const mostUnansweredLooks = 20;
/** How many looks may still show a step as wanted whose call got no answer. */
export const mostDoubtfulLooks = 5;

/** The first look at an operation comes soon, further ones further apart. */
export const lookSeconds = [4, 10, 10, 20, 20, 30, 60] as const;
/** The longest time for which a refusal may put a call off. */
export const mostHoldSeconds = 3600;

/** After the verdict: the first look, the longest time between two, and how long it is looked. */
export const lateLookSeconds = { first: 60, apart: 3600, during: 86_400 } as const;

/** A step works on at most so many targets: what is done to all of them fits into one transaction. */
export const mostTargets = 80;
/** So many operations are looked at in one go. */
export const mostLooks = 40;

/** A machine's history holds 25,000 events and then fails it. */
export const mostMachineEvents = 20_000;
/** At most so many events of a history lie between two commits: Route, Bell, Advance, Route, Dispatch. */
export const eventsPerCommit = 2 + 6 + 5 + 2 + 5;
/** A machine never sleeps longer: engines lose very long timers. It looks again and sleeps on. */
export const longestSleepSeconds = 7 * 86_400;
/** So long a machine may sleep without a bell. */
export const deafSeconds = 10;
