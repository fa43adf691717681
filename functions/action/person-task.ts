import { PersonTaskParameters } from "#shared/action/catalogue/person-task.ts";
import type { Call, Driver, Outcome } from "#shared/action/driver.ts";
import { findPeople, namesOf, nobody, type Found } from "./people.ts";

/** Each of them gets a row in one commit. */
const mostPeople = 40;

async function asked({ parameters }: Call): Promise<Found | Extract<Outcome, { kind: "failed" }>> {
  const found = await findPeople(PersonTaskParameters.parse(parameters));
  const { length } = found.people;
  if (length === 0) return nobody(found);
  if (length <= mostPeople) return found;
  const message = `At most ${mostPeople} people can be asked, not ${length}.`;
  return { kind: "failed", code: "TOO_MANY", message };
}

/** To ask is all there is to do: the engine tells those who are asked, and takes what one of them says. */
async function start(call: Call): Promise<Outcome> {
  const found = await asked(call);
  if ("kind" in found) return found;
  return { kind: "awaits_person", people: found.people, log: `Asked: ${namesOf(found)}` };
}

async function rehearse(call: Call): Promise<Outcome> {
  const found = await asked(call);
  return "kind" in found ? found : { kind: "succeeded", text: `Would ask: ${namesOf(found)}` };
}

export const personTask: Driver = { start, rehearse };
