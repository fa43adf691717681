import { both } from "#shared/core/text.ts";
import { step, type Given } from "./plans.ts";

/** Plans with very many steps. */

/** A call whose answer is the end. */
export function callStep(id: string, url: string): Given {
  return step(id, { name: both(id, id), action: "http.request", executeContext: { url } });
}

/** The longest a plan may be: 450 calls of `url`, and a moment of waiting after every ninth. */
export function longest(url: string): Given[] {
  return Array.from({ length: 500 }, (_none, at) => {
    const id = `s${at + 1}`;
    return at % 10 === 9 ? step(id, { executeContext: { seconds: 1 } }) : callStep(id, url);
  });
}
