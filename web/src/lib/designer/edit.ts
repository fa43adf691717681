/** A place in a document: keys of maps, places in lists. */
export type EditPath = (string | number)[];

/**
 * One change that a visual designer makes to a document, in words that every designer shares.
 * `insert` names the place that the new thing has afterwards; `move` takes a thing out of `from` and puts it where
 * `to` stands in the document without it. Paths are inside the part that the designer shows.
 */
export type Edit =
  | { kind: "set"; path: EditPath; value: unknown }
  | { kind: "delete"; path: EditPath }
  | { kind: "insert"; path: EditPath; value: unknown }
  | { kind: "move"; from: EditPath; to: EditPath };

/** A change inside `chain`: `[0, "name", "en"]` is the English name of its first node. */
export type ChainEdit = Edit;
