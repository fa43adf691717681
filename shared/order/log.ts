import { newId } from "#shared/core/id.ts";
import { logKey, storage } from "#shared/attachment/storage.ts";
import { put, type Write } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";
import type { Frame } from "./engine/frame.ts";
import type { Result } from "./engine/settle.ts";
import { OrderLogEntity } from "./entity.ts";

/** What calls and looks have to say is kept with the commit that takes their outcome in. */

/** Of one call or look; more is cut out of the middle, and said so. Characters. */
const mostChars = 256_000;
/** What of it stands in the table. */
const shownChars = 6_000;

function cutMiddle(text: string, most: number): string {
  if (text.length <= most) return text;
  const half = Math.floor(most / 2);
  const left = text.length - 2 * half;
  return `${text.slice(0, half)}\n… ${left} characters left out …\n${text.slice(-half)}`;
}

/** The rows of what was said. Longer texts are stored first: a row never points to nothing. */
export function logRows(
  { order, node, works }: Frame,
  results: Result[],
  at: string,
): Promise<Write[]> {
  const said = results.flatMap(({ index, outcome }) =>
    outcome.log === undefined || outcome.log === "" ? [] : [{ index, text: outcome.log }],
  );
  return Promise.all(
    said.map(async ({ index, text }) => {
      const logId = newId("log");
      const { orderId } = order;
      const kept = cutMiddle(text, mostChars);
      const isCut = kept.length > shownChars;
      if (isCut) await storage().writeText(logKey(orderId, logId), kept);
      const target = works.find((work) => work.index === index)?.target ?? null;
      const row = {
        orderId,
        seq: node?.seq ?? 0,
        logId,
        at,
        text: cutMiddle(kept, shownChars),
        bytes: Buffer.byteLength(text),
        isCut,
        ...(target === null ? {} : { target }),
      };
      return put(OrderLogEntity.put(row).params(here()));
    }),
  );
}
