/** How far a plan can be relied upon, of 0 to 100 points. */
export function levelOf(score: number): "good" | "fair" | "poor" {
  if (score >= 80) return "good";
  return score >= 50 ? "fair" : "poor";
}
