import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { merged } from "#lib/config/merge.ts";

const east = { name: "east", url: "https://east" };
const west = { name: "west", url: "https://west" };
const base = { clusters: [east, west], most: 5 };
const withClusters = (...clusters: object[]) => ({ ...base, clusters });

describe("two changes of the same settings", () => {
  it("come together where they do not touch, entries followed by their names", () => {
    const mine = withClusters({ ...east, url: "https://mine" }, west);
    const theirs = { ...withClusters(west, { name: "new", url: "https://new" }, east), most: 7 };
    expect(merged(base, mine, theirs)).toEqual({
      clusters: [{ ...east, url: "https://mine" }, west, { name: "new", url: "https://new" }],
      most: 7,
    });
  });

  it("leave mine where both changed the same", () => {
    const mine = withClusters({ ...east, url: "https://mine" }, west);
    const theirs = withClusters({ ...east, url: "https://theirs" }, west);
    expect(merged(base, mine, theirs)).toEqual(mine);
  });

  it("take out what either took out, unless the other changed it", () => {
    expect(merged(base, withClusters(east), withClusters(west))).toEqual(withClusters());
    const changed = { ...west, url: "https://changed" };
    expect(merged(base, withClusters(east, changed), withClusters(east))).toEqual(
      withClusters(east, changed),
    );
    expect(merged(base, withClusters(east), withClusters(east, changed))).toEqual(
      withClusters(east),
    );
  });

  it("keep a secret in one piece", () => {
    const token = { secret: "a", version: 1 };
    const [mine, theirs] = [{ token: { secret: "b" } }, { token: { secret: "a", version: 2 } }];
    expect(merged({ token }, mine, theirs)).toEqual(mine);
  });

  it("are theirs where I changed nothing, and mine where they did not", () => {
    const value = fc.record({ a: fc.jsonValue({ maxDepth: 2 }), b: fc.array(fc.string()) });
    fc.assert(
      fc.property(value, value, (one, other) => {
        expect(merged(one, one, other)).toEqual(other);
        expect(merged(one, other, one)).toEqual(other);
      }),
    );
  });
});
