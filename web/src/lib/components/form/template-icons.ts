import type { Component } from "svelte";
import Bell from "@lucide/svelte/icons/bell";
import Book from "@lucide/svelte/icons/book";
import Bug from "@lucide/svelte/icons/bug";
import Calendar from "@lucide/svelte/icons/calendar";
import ClipboardList from "@lucide/svelte/icons/clipboard-list";
import Cloud from "@lucide/svelte/icons/cloud";
import Code from "@lucide/svelte/icons/code";
import Cpu from "@lucide/svelte/icons/cpu";
import CreditCard from "@lucide/svelte/icons/credit-card";
import Database from "@lucide/svelte/icons/database";
import File from "@lucide/svelte/icons/file";
import FileText from "@lucide/svelte/icons/file-text";
import Globe from "@lucide/svelte/icons/globe";
import Heart from "@lucide/svelte/icons/heart";
import House from "@lucide/svelte/icons/house";
import KeyRound from "@lucide/svelte/icons/key-round";
import Laptop from "@lucide/svelte/icons/laptop";
import LifeBuoy from "@lucide/svelte/icons/life-buoy";
import Mail from "@lucide/svelte/icons/mail";
import Network from "@lucide/svelte/icons/network";
import Package from "@lucide/svelte/icons/package";
import Phone from "@lucide/svelte/icons/phone";
import Plane from "@lucide/svelte/icons/plane";
import Receipt from "@lucide/svelte/icons/receipt";
import Rocket from "@lucide/svelte/icons/rocket";
import Server from "@lucide/svelte/icons/server";
import Shield from "@lucide/svelte/icons/shield";
import ShoppingCart from "@lucide/svelte/icons/shopping-cart";
import Siren from "@lucide/svelte/icons/siren";
import Users from "@lucide/svelte/icons/users";
import Wrench from "@lucide/svelte/icons/wrench";
import Zap from "@lucide/svelte/icons/zap";

type Icon = Component<{ class?: string; "aria-hidden"?: "true" }>;

/** Icons that a template may name. */
export const templateIcons = new Map<string, Icon>([
  ["bell", Bell],
  ["book", Book],
  ["bug", Bug],
  ["calendar", Calendar],
  ["clipboard-list", ClipboardList],
  ["cloud", Cloud],
  ["code", Code],
  ["cpu", Cpu],
  ["credit-card", CreditCard],
  ["database", Database],
  ["file", File],
  ["file-text", FileText],
  ["globe", Globe],
  ["heart", Heart],
  ["house", House],
  ["key-round", KeyRound],
  ["laptop", Laptop],
  ["life-buoy", LifeBuoy],
  ["mail", Mail],
  ["network", Network],
  ["package", Package],
  ["phone", Phone],
  ["plane", Plane],
  ["receipt", Receipt],
  ["rocket", Rocket],
  ["server", Server],
  ["shield", Shield],
  ["shopping-cart", ShoppingCart],
  ["siren", Siren],
  ["users", Users],
  ["wrench", Wrench],
  ["zap", Zap],
]);
