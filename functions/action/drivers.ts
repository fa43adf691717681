import type { Driver } from "#shared/action/driver.ts";
import { httpRequest } from "./http-request.ts";
import { wait } from "./wait.ts";

/** How each action of the catalogue touches the world. A test holds that none is missing. */
export const drivers: Readonly<Record<string, Driver>> = {
  "http.request": httpRequest,
  wait,
};

export function driverOf(code: string): Driver {
  const driver = drivers[code];
  if (driver === undefined) throw new Error(`no driver for ${code}`);
  return driver;
}
