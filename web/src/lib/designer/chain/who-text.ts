import type { Approvers, Choice } from "#shared/approval/approvers.ts";
import type { Form } from "#shared/form/schema.ts";
import { joined, type Tongue } from "./tongue.ts";

function fieldLabel({ locale }: Tongue, form: Form, name: string): string {
  const field = form.fields.find((one) => one.name === name);
  return (field && "label" in field && field.label[locale]) || name || "?";
}

const mostNamed = 3;

function peopleText(tongue: Tongue, users: string[]): string {
  if (users.length === 0) return tongue.t("templates.chain.who.nobody");
  const names = users.map((email) => tongue.person(email));
  if (names.length <= mostNamed) return joined(tongue, names);
  const count = names.length - mostNamed + 1;
  const others = tongue.t("templates.chain.who.others", { count });
  return joined(tongue, [...names.slice(0, mostNamed - 1), others]);
}

function choiceText(tongue: Tongue, choice: Choice, form: Form): string {
  const { atLeast = 1, atMost = 1, from } = choice;
  const number = atLeast === atMost ? String(atLeast) : `${atLeast}–${atMost}`;
  const values = { number, from: from ? whoText(from, form, tongue) : "" };
  if (from) return tongue.t("templates.chain.who.choiceFrom", values);
  return tongue.t("templates.chain.who.choice", { number, count: atMost });
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** One way of naming people, in words. */
export function sourceText(who: Approvers, form: Form, tongue: Tongue): string {
  const { t } = tongue;
  if ("users" in who) return peopleText(tongue, who.users);
  if ("role" in who) {
    if (who.role === "") return t("templates.chain.who.noRole");
    return t("templates.chain.who.role", { role: tongue.role(who.role) });
  }
  if ("departmentLeader" in who) {
    const count = who.departmentLeader.up;
    return t(`templates.chain.who.${count === 0 ? "leader" : "leaderUp"}`, { count });
  }
  if ("departmentApprovers" in who) return t("templates.chain.who.departmentApprovers");
  if ("serviceOwner" in who) {
    return t("templates.chain.who.serviceOwner", {
      field: fieldLabel(tongue, form, who.serviceOwner),
    });
  }
  if ("field" in who)
    return t("templates.chain.who.field", { field: fieldLabel(tongue, form, who.field) });
  if ("requester" in who) return t("templates.chain.who.requester");
  if ("choice" in who) return choiceText(tongue, who.choice, form);
  if ("resolver" in who)
    return t("templates.chain.who.resolver", { host: hostOf(who.resolver.url) });
  return t("templates.chain.who.nobody");
}

/** Several ways of naming people, in words. */
export function whoText(who: readonly Approvers[], form: Form, tongue: Tongue): string {
  if (who.length === 0) return tongue.t("templates.chain.who.nobody");
  return joined(
    tongue,
    who.map((one) => sourceText(one, form, tongue)),
  );
}

function isOnePerson(who: Approvers): boolean {
  if ("users" in who) return who.users.length === 1;
  if ("choice" in who) return who.choice.atMost === 1;
  return ["departmentLeader", "serviceOwner", "field", "requester"].some((key) => key in who);
}

/** Whether these name one person at most, so that it does not matter how several decide. */
export function isOneVoice(who: readonly Approvers[]): boolean {
  return who.length === 1 && who.every(isOnePerson);
}
