import AlignLeft from "@lucide/svelte/icons/text-align-start";
import Banknote from "@lucide/svelte/icons/banknote";
import Building2 from "@lucide/svelte/icons/building-2";
import Calendar from "@lucide/svelte/icons/calendar";
import CalendarClock from "@lucide/svelte/icons/calendar-clock";
import CalendarRange from "@lucide/svelte/icons/calendar-range";
import CircleDot from "@lucide/svelte/icons/circle-dot";
import Database from "@lucide/svelte/icons/database";
import Hash from "@lucide/svelte/icons/hash";
import Info from "@lucide/svelte/icons/info";
import ListChecks from "@lucide/svelte/icons/list-checks";
import ListIcon from "@lucide/svelte/icons/list";
import Paperclip from "@lucide/svelte/icons/paperclip";
import Server from "@lucide/svelte/icons/server";
import SquareCheck from "@lucide/svelte/icons/square-check";
import Table from "@lucide/svelte/icons/table";
import Type from "@lucide/svelte/icons/type";
import User from "@lucide/svelte/icons/user";
import type { Component } from "svelte";
import type { FormField } from "#shared/form/schema.ts";

type Icon = Component<{ class?: string; "aria-hidden"?: "true" }>;
export type FieldKind = FormField["type"];

/** Every kind of field, in the order of the palette: the common ones first. */
export const fieldIcons: Record<FieldKind, Icon> = {
  text: Type,
  longText: AlignLeft,
  number: Hash,
  money: Banknote,
  date: Calendar,
  dateTime: CalendarClock,
  dateRange: CalendarRange,
  select: ListIcon,
  radio: CircleDot,
  multiSelect: ListChecks,
  checkbox: SquareCheck,
  user: User,
  department: Building2,
  service: Server,
  attachment: Paperclip,
  detailTable: Table,
  external: Database,
  note: Info,
};
export const fieldKinds = Object.keys(fieldIcons) as FieldKind[];

export function isFieldKind(type: string): type is FieldKind {
  return Object.hasOwn(fieldIcons, type);
}
