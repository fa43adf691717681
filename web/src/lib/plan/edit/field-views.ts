import type { Catalog } from "#lib/i18n/catalog.ts";
import { t } from "#lib/i18n/i18n.svelte.ts";
import type { FieldView } from "#shared/core/fields.ts";

type Name = keyof Catalog["planfields"]["name"];
type Help = keyof Catalog["planfields"]["help"];
type More = Partial<Omit<FieldView, "key" | "kind" | "name" | "help">> & { help?: Help };

/** What a text says in the language of the page; a view holds it in both. */
function both(text: string) {
  return { en: text, "zh-CN": text };
}

function view(key: Name, kind: FieldView["kind"], { help, ...more }: More = {}): FieldView {
  return {
    key,
    kind,
    name: both(t(`planfields.name.${key}`)),
    help: help === undefined ? null : both(t(`planfields.help.${help}`)),
    isRequired: false,
    isLong: false,
    isFixed: false,
    ...more,
  };
}

function seconds(key: Name, more: More = {}): FieldView {
  return view(key, "number", { isInteger: true, minimum: 0, unit: "seconds", ...more });
}

function whole(key: Name, from: number, to: number, more: More = {}): FieldView {
  return view(key, "number", { isInteger: true, minimum: from, maximum: to, ...more });
}

function people(key: Name, most: number, more: More = {}): FieldView {
  const options = { source: "people", dependsOn: [], filter: "all" as const };
  return view(key, "list", { item: view(key, "text"), options, maximum: most, ...more });
}

/** What a plan is about, beside its name. */
export function aboutViews(): FieldView[] {
  const languages = (["en", "zh-CN"] as const).map((key) =>
    view(key, "text", { isLong: true, maximum: 2000 }),
  );
  const services = { source: "services", dependsOn: [], filter: "all" as const };
  return [
    view("description", "group", { fields: languages }),
    people("owners", 10, { isRequired: true, help: "owners" }),
    view("service", "text", { options: services, help: "service" }),
    view("symptoms", "list", { item: view("symptoms", "text"), maximum: 30, help: "symptoms" }),
    seconds("expectedSeconds"),
  ];
}

/** How it may be run. */
export function runningViews(): FieldView[] {
  return [
    view("concurrencyKey", "text", { help: "concurrencyKey", maximum: 80 }),
    seconds("cooldownSeconds", { default: 0, help: "cooldownSeconds" }),
    view("approval", "group", {
      help: "approval",
      fields: [whole("count", 0, 5, { help: "count" }), people("from", 20, { help: "from" })],
    }),
    people("breakGlass", 20, { help: "breakGlass" }),
    view("cleanUpDrills", "boolean", { default: true }),
    view("shared", "json", { help: "shared" }),
  ];
}

export function triggerViews(): FieldView[] {
  return [
    view("trigger", "group", {
      fields: [
        view("labels", "map", { item: view("labels", "text"), help: "labels" }),
        view("parameters", "map", { item: view("parameters", "text"), help: "parameters" }),
        view("targetLabel", "text", { default: "instance", help: "targetLabel" }),
      ],
    }),
  ];
}

export function guardrailViews(): FieldView[] {
  return [
    seconds("minIntervalSeconds", { default: 600 }),
    whole("mostPerTargetPerHour", 1, 60, { default: 2 }),
    whole("mostPerHour", 1, 1000, { default: 6 }),
    whole("mostSharePercent", 1, 100, { default: 30, unit: "percent" }),
    whole("breakerAfter", 1, 20, { default: 3 }),
    seconds("observeSeconds", { default: 300 }),
    seconds("vetoSeconds", { default: 120 }),
    whole("promoteAfter", 0, 100, { default: 3, help: "promoteAfter" }),
  ];
}

export function partViews(): FieldView[] {
  return [
    view("mode", "choice", { choices: ["graceful", "forced"], default: "graceful", help: "mode" }),
    people("confirmBy", 20, { help: "confirmBy" }),
    seconds("timeoutSeconds", { default: 0, help: "partTimeout" }),
  ];
}

export function stepViews(): FieldView[] {
  return [
    view("id", "text", { isRequired: true, help: "id", maximum: 40 }),
    seconds("expectedSeconds"),
  ];
}

type Asked = {
  /** Somebody may be asked while it runs: not in a self-recovery. */
  waitsForPeople: boolean;
  hasTargets: boolean;
  isRecovery: boolean;
};

const confirmViews = () => [
  view("preConfirm", "boolean", { default: false }),
  people("confirmBy", 20, { help: "confirmBy" }),
  seconds("confirmTimeoutSeconds", { default: 0, help: "confirmTimeoutSeconds" }),
  view("ifUnconfirmed", "choice", { choices: ["pause", "abort", "proceed"], default: "pause" }),
];

const targetViews = () => [
  whole("concurrency", 1, 40, { default: 5 }),
  view("batchSize", "text", { default: "100%", help: "batchSize" }),
  seconds("batchPauseSeconds", { default: 0 }),
  view("confirmBatches", "boolean", { default: false }),
  view("maxErrors", "text", { default: 0, help: "maxErrors" }),
];

/** How a step is carried out, as far as it has a meaning there. */
export function strategyViews({ waitsForPeople, hasTargets, isRecovery }: Asked): FieldView[] {
  return [
    ...(waitsForPeople ? confirmViews() : []),
    seconds("timeoutSeconds", { default: 0, help: "timeoutSeconds" }),
    view("isCritical", "boolean", { default: true, help: "isCritical" }),
    view("onFailure", "choice", { choices: ["pause", "abort", "continue"], default: "pause" }),
    whole("attempts", 1, 5, { default: 1 }),
    seconds("retrySeconds", { default: 10, minimum: 1, maximum: 3600 }),
    ...(hasTargets ? targetViews() : []),
    ...(isRecovery ? [view("gracefulOnly", "boolean", { default: false })] : []),
  ];
}
