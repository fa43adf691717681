/** One difference between two versions in words; `detail` is what a line can't say, as it is written in the source. */
export type ShownDifference = {
  text: string;
  change: "added" | "removed" | "moved" | "changed";
  detail: { before: string; after: string } | null;
};
/** Those of one part of a document. */
export type ShownDifferences = { title: string; items: ShownDifference[] };
