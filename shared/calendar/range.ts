/**
 * Years in which instants and days may lie. Earlier, some zones lived a piece of a day twice, which the tables
 * of `work-time.ts` could not tell apart; four centuries are a whole period of the Gregorian calendar.
 */
export const firstYear = 2012;
export const lastYear = 2411;

/** Years compiled at once; further ones when an instant asks for them. */
export const usualYears = { first: 2015, last: 2045 };
