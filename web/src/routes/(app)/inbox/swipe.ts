/** Pixels before a finger's movement counts as one. */
const slack = 12;
/** Share of the card's width that makes a swipe a deed. */
const enough = 0.35;

export type Swipe = "right" | "left" | null;

/** Which way a finger went: nothing yet, the page scrolls, or the card moves. Scrolling wins a tie. */
export function axisOf(dx: number, dy: number): "none" | "page" | "card" {
  if (Math.hypot(dx, dy) < slack) return "none";
  return Math.abs(dx) > Math.abs(dy) * 1.5 ? "card" : "page";
}

/** What letting go here means. */
export function swipeOf(dx: number, width: number): Swipe {
  if (width <= 0 || Math.abs(dx) < width * enough) return null;
  return dx > 0 ? "right" : "left";
}
