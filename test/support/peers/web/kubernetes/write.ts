import type { Deployment } from "./deployment.ts";
import { at, isJson, merge, type Json } from "./json.ts";
import { touch, type Cluster } from "./pods.ts";
import {
  badRequest,
  conflict,
  invalid,
  refuse,
  unsupportedMediaType,
  type Target,
} from "./status.ts";
import { deploymentView, scaleView } from "./view.ts";

/** What a deployment would look like after a write. Nothing is stored yet. */
export type Change = Pick<Deployment, "replicas" | "template" | "progressDeadlineSeconds">;

const patchTypes = ["application/merge-patch+json", "application/strategic-merge-patch+json"];
const atLeast0 = "must be greater than or equal to 0";

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function typeError(value: unknown, kind: string): string | undefined {
  if (value === undefined || Number.isInteger(value)) return undefined;
  const shown = typeof value === "number" ? `number ${value}` : typeof value;
  return `json: cannot unmarshal ${shown} into Go struct field ${kind}Spec.spec.replicas of type int32`;
}

/** Whoever names a version or an identity wants to write to that one only. */
function stale(object: unknown, deployment: Deployment, target: Target): Response | undefined {
  const uid = at(object, "metadata", "uid");
  if (uid !== undefined && uid !== deployment.uid) {
    const why = `Precondition failed: UID in precondition: ${String(uid)}, UID in object meta: ${deployment.uid}`;
    const resource = target.subresource === undefined ? "deployments" : "deployments/scale";
    return refuse(conflict({ ...target, resource }, why));
  }
  const version = at(object, "metadata", "resourceVersion") ?? "";
  if (version === "" || version === String(deployment.resourceVersion)) return undefined;
  return refuse(conflict(target));
}

/** A Scale without a number of replicas means 0, as it does to the API server. */
function scaled(object: unknown, deployment: Deployment, target: Target): Change | Response {
  const replicas = Number(at(object, "spec", "replicas") ?? 0);
  const wrong = { kind: "Scale", group: "autoscaling", name: deployment.name };
  if (replicas < 0) return refuse(invalid(wrong, "spec.replicas", replicas, atLeast0));
  return stale(object, deployment, target) ?? { ...deployment, replicas };
}

export function putScale(text: string, deployment: Deployment, target: Target): Change | Response {
  const object = parsed(text);
  if (!isJson(object)) {
    const why = "couldn't get version/kind; json parse error";
    return refuse(
      badRequest(`the object provided is unrecognized (must be of type Scale): ${why}`),
    );
  }
  const apiVersion = object.apiVersion ?? "autoscaling/v1";
  if (apiVersion !== "autoscaling/v1") {
    const why = `the API version in the data (${String(apiVersion)}) does not match the expected API version (autoscaling/v1)`;
    return refuse(badRequest(why));
  }
  const wrongType = typeError(at(object, "spec", "replicas"), "Scale");
  if (wrongType !== undefined)
    return refuse(badRequest(`Scale in version "v1" cannot be handled as a Scale: ${wrongType}`));
  const name = at(object, "metadata", "name");
  if (name === undefined) {
    const why = "was undeterminable: name must be provided";
    return refuse(badRequest(`the name of the object (${target.name} based on URL) ${why}`));
  }
  if (name !== target.name) {
    const why = `the name of the object (${String(name)}) does not match the name on the URL (${target.name})`;
    return refuse(badRequest(why));
  }
  return scaled(object, deployment, target);
}

function changed(object: unknown, deployment: Deployment, target: Target): Change | Response {
  // Without a number of replicas a deployment has one.
  const replicas = Number(at(object, "spec", "replicas") ?? 1);
  const wrong = { kind: "Deployment", group: "apps", name: deployment.name };
  if (replicas < 0) return refuse(invalid(wrong, "spec.replicas", replicas, atLeast0));
  const template = at(object, "spec", "template") as Json;
  const progressDeadlineSeconds = Number(at(object, "spec", "progressDeadlineSeconds") ?? 600);
  return (
    stale(object, deployment, target) ?? {
      replicas,
      template,
      progressDeadlineSeconds,
    }
  );
}

/** Of the deployment or of its scale, as the target says. */
export function patched(
  text: string,
  contentType: string,
  deployment: Deployment,
  target: Target,
): Change | Response {
  const [type = ""] = contentType.split(";");
  if (!patchTypes.includes(type)) return refuse(unsupportedMediaType(patchTypes));
  const patch = parsed(text);
  if (!isJson(patch)) return refuse(badRequest("error decoding patch: invalid JSON"));
  const isScale = target.subresource === "scale";
  const current = isScale ? scaleView(deployment) : deploymentView(deployment);
  const object = merge(current, patch, type === patchTypes[1]);
  const wrongType = typeError(at(object, "spec", "replicas"), isScale ? "Scale" : "Deployment");
  if (wrongType !== undefined)
    return refuse(invalid({}, "patch", JSON.stringify(object), wrongType));
  return (isScale ? scaled : changed)(object, deployment, target);
}

/** Whether anything is different now: writing what is there already changes no version. */
export function store(cluster: Cluster, found: Deployment, change: Change, nowMs: number): boolean {
  const pick = ({ replicas, template, progressDeadlineSeconds }: Change): Change => ({
    replicas,
    template,
    progressDeadlineSeconds,
  });
  if (JSON.stringify(pick(found)) === JSON.stringify(pick(change))) return false;
  Object.assign(found, pick(change), { changedMs: nowMs });
  found.generation += 1;
  touch(cluster, found);
  return true;
}
