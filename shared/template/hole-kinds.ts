/**
 * What the holes report finds at a step. nobody: the administrators are asked; skipped: it is left out; only_self:
 * only the requester is named; nobody_at_all: no administrator either; unknown: only the form, the requester or an
 * outside system names somebody.
 */
export const holeKinds = [
  "unreachable",
  "nobody",
  "skipped",
  "only_self",
  "nobody_at_all",
  "leaver",
  "too_few",
  "too_many",
  "unknown",
] as const;
export type HoleKind = (typeof holeKinds)[number];
