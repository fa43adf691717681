import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { offered, reach } from "#test/support/aws.ts";
import { startSsmPeer, type SsmPeer } from "#test/support/peers/aws/ssm/peer.ts";

let peer: SsmPeer;
let account: string;
const [one, two] = ["i-00000001", "i-00000002"] as const;

beforeEach(async () => {
  peer = await startSsmPeer({ pace: "steps" });
  account = reach("SSM", peer);
  peer.fleet.set(one, {});
});
afterEach(() => peer.stop());

describe("the source of instances", () => {
  it("offers those of the account and says which are online", async () => {
    peer.fleet.set(two, { ping: "ConnectionLost", name: "web-2" });
    for (let n = 0; n < 60; n += 1) peer.fleet.set(`i-1${String(n).padStart(7, "0")}`);
    const found = await offered("aws.instances", { account });
    expect(found).toHaveLength(62);
    expect(found.slice(0, 2)).toEqual([
      { value: one, label: `${one} (${one}) Amazon Linux`, isRunning: true },
      { value: two, label: `web-2 (${two}) Amazon Linux`, isRunning: false },
    ]);
  });
});
