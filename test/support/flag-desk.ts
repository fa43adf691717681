import { afterEach, beforeEach, vi } from "vitest";
import type { Call, Outcome } from "#shared/action/driver.ts";
import { callOf, fullDriver, reach, toEnd } from "./aws.ts";
import {
  servedVersion,
  type Application,
  type Environment,
  type Profile,
} from "./peers/aws/appconfig/applications.ts";
import { startAppConfigPeer, type AppConfigPeer } from "./peers/aws/appconfig/peer.ts";

/** A desk at which flags of AppConfig are switched. */

export let peer: AppConfigPeer;
export let account: string;
export let shop: Application;
export let prod: Environment;
export let switches: Profile;
const code = "appconfig.switch";
export const driver = fullDriver(code);

export const content = {
  version: "1",
  flags: {
    pay: { name: "Pay", attributes: { limit: { constraints: { type: "number" } } } },
    search: { name: "Search" },
    mixed: { name: "Mixed" },
    new: { name: "New" },
  },
  values: {
    pay: { enabled: true, limit: 7 },
    search: { enabled: false },
    mixed: { enabled: true, _variants: [{ name: "one", enabled: true }] },
  },
};

/** An application with four flags of each test's own. Once per file, before its first test. */
export function useFlags(): void {
  beforeEach(async () => {
    peer = await startAppConfigPeer({ pace: "steps" });
    account = reach("APPCONFIG", peer);
    shop = peer.applications.add("shop");
    prod = peer.applications.addEnvironment(shop, "prod");
    switches = peer.applications.addProfile(shop, "switches", {
      type: "AWS.AppConfig.FeatureFlags",
    });
    release(content);
  });

  afterEach(async () => {
    vi.restoreAllMocks();
    await peer.stop();
  });
}

/** A version of somebody else. */
export function draft(given: object): number {
  const number = switches.versions.length + 1;
  const text = Buffer.from(JSON.stringify(given));
  switches.versions.push({ number, content: text, contentType: "application/json" });
  return number;
}

/** A version of somebody else that is served. */
export function release(given: object, environment = prod): void {
  deploy(draft(given), environment);
  peer.step(3);
}

export function deploy(version: number, environment = prod): void {
  const input = {
    ApplicationId: shop.id,
    EnvironmentId: environment.id,
    ConfigurationProfileId: switches.id,
    ConfigurationVersion: String(version),
    DeploymentStrategyId: "AppConfig.AllAtOnce",
  };
  peer.deployments.start(input, () => undefined);
}

export const place = () => ({
  account,
  application: shop.id,
  environment: prod.id,
  profile: switches.id,
});
export const call = (parameters: object = {}, given: Partial<Call> = {}) =>
  callOf(code, { ...place(), flag: "pay", enabled: false, ...parameters }, given);
export const follow = async (given: Call, begun?: Outcome) =>
  toEnd(code, given, begun ?? (await driver.start(given)), () => peer.step());

export function served(environment = prod): { values: Record<string, unknown> } {
  const number = servedVersion(environment, switches);
  const version = switches.versions.find((one) => one.number === number);
  return JSON.parse(version?.content.toString() ?? "{}") as { values: Record<string, unknown> };
}
export const made = () => switches.versions.length;
