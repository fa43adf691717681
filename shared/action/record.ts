/** Which catalogue this deployment has. `revision` guards its writes. */
export type CatalogueRecord = { catalogueVersion: number; revision: number; syncedAt: string };

/** An action as a build knew it: what rendered once renders for ever. `facts` is JSON of `ActionFacts`. */
export type ActionRecord = {
  code: string;
  catalogueVersion: number;
  state: "present" | "removed";
  facts: string;
  changedAt: string;
};
