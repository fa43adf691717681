import type actions from "../../../messages/en/actions.json";
import type admin from "../../../messages/en/admin.json";
import type calendars from "../../../messages/en/calendars.json";
import type config from "../../../messages/en/config.json";
import type common from "../../../messages/en/common.json";
import type designer from "../../../messages/en/designer.json";
import type fields from "../../../messages/en/fields.json";
import type form from "../../../messages/en/form.json";
import type inbox from "../../../messages/en/inbox.json";
import type initialisation from "../../../messages/en/initialisation.json";
import type leaver from "../../../messages/en/leaver.json";
import type notices from "../../../messages/en/notices.json";
import type orderdeeds from "../../../messages/en/orderdeeds.json";
import type orderevents from "../../../messages/en/orderevents.json";
import type orders from "../../../messages/en/orders.json";
import type orderstart from "../../../messages/en/orderstart.json";
import type planedit from "../../../messages/en/planedit.json";
import type planfields from "../../../messages/en/planfields.json";
import type plans from "../../../messages/en/plans.json";
import type reports from "../../../messages/en/reports.json";
import type secrets from "../../../messages/en/secrets.json";
import type settings from "../../../messages/en/settings.json";
import type templates from "../../../messages/en/templates.json";
import type ticket from "../../../messages/en/ticket.json";
import type trial from "../../../messages/en/trial.json";

/** One entry per file of `web/messages/en`. English names the keys; a test holds the other language to them. */
export type Catalog = {
  actions: typeof actions;
  admin: typeof admin;
  calendars: typeof calendars;
  common: typeof common;
  config: typeof config;
  designer: typeof designer;
  fields: typeof fields;
  form: typeof form;
  inbox: typeof inbox;
  initialisation: typeof initialisation;
  leaver: typeof leaver;
  notices: typeof notices;
  orderdeeds: typeof orderdeeds;
  orderevents: typeof orderevents;
  orders: typeof orders;
  orderstart: typeof orderstart;
  planedit: typeof planedit;
  planfields: typeof planfields;
  plans: typeof plans;
  reports: typeof reports;
  secrets: typeof secrets;
  settings: typeof settings;
  templates: typeof templates;
  ticket: typeof ticket;
  trial: typeof trial;
};
export type Feature = keyof Catalog;

type Plural<Key extends string> = Key extends `${infer Stem}_${"one" | "other"}` ? Stem : Key;
type Leaf<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string
    ? Plural<Key>
    : `${Plural<Key>}.${Leaf<Tree[Key]>}`;
}[keyof Tree & string];

/** `feature.path.to.text`, without the plural's ending. */
export type MessageKey = { [Name in Feature]: `${Name}.${Leaf<Catalog[Name]>}` }[Feature];
