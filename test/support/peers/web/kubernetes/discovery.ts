import type { Json } from "./json.ts";

const verbs = ["get", "list", "patch", "update"];
const resource = (name: string, kind: string, more: Json = {}) => ({
  name,
  singularName: name.includes("/") ? "" : kind.toLowerCase(),
  namespaced: true,
  kind,
  verbs,
  ...more,
});
const resources = (groupVersion: string, list: Json[]) => ({
  kind: "APIResourceList",
  apiVersion: "v1",
  groupVersion,
  resources: list,
});
const apps = { groupVersion: "apps/v1", version: "v1" };

/** What clients ask first to learn what the server has. */
export const discovery: Record<string, Json> = {
  "/api": { kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs: [] },
  "/apis": {
    kind: "APIGroupList",
    apiVersion: "v1",
    groups: [{ name: "apps", versions: [apps], preferredVersion: apps }],
  },
  "/api/v1": resources("v1", [
    resource("namespaces", "Namespace", { shortNames: ["ns"], verbs: ["list"], namespaced: false }),
    resource("pods", "Pod", { shortNames: ["po"], verbs: ["delete", "get", "list"] }),
  ]),
  "/apis/apps/v1": resources("apps/v1", [
    resource("deployments", "Deployment", { shortNames: ["deploy"], categories: ["all"] }),
    resource("deployments/scale", "Scale", { group: "autoscaling", version: "v1" }),
  ]),
};

export const version = {
  major: "1",
  minor: "32",
  gitVersion: "v1.32.4",
  gitCommit: "0000000000000000000000000000000000000000",
  gitTreeState: "clean",
  buildDate: "2025-04-22T15:55:00Z",
  goVersion: "go1.23.6",
  compiler: "gc",
  platform: "linux/amd64",
};
