import type { Call } from "#shared/action/driver.ts";
import { callFor } from "./call.ts";
import { makeTls } from "./peers/web/certificate.ts";
import {
  createKubernetes,
  type Kubernetes,
  type KubernetesOptions,
} from "./peers/web/kubernetes/kubernetes.ts";
import { start } from "./peers/web/peer.ts";

const tls = makeTls();
const token = "token-of-the-platform";

/** A cluster with two pods of `web`, its clock turned by hand, and what the settings say of it. */
export type OwnCluster = Awaited<ReturnType<typeof ownCluster>>;

export async function ownCluster(options: KubernetesOptions = {}, isSecure = false) {
  let nowMs = Date.parse("2026-01-01T00:00:00Z");
  const tokens = { [token]: { user: "system:serviceaccount:ops:countersign" } };
  const pace = { observeMs: 100, podMs: 1000, now: () => nowMs };
  const peer: Kubernetes & { url: string } = await start(
    createKubernetes({ tokens, ...pace, ...options }),
    isSecure ? tls : undefined,
  );
  peer.addDeployment({ name: "web", replicas: 2 });
  const own = {
    name: "main",
    url: peer.url,
    token,
    ca: isSecure ? tls.ca : "",
    namespaces: [] as string[],
  };
  const settingsOf = (given: Partial<typeof own> = {}): Call["settings"] => ({
    outbound: { hosts: [{ host: "127.0.0.1", isInner: true }] },
    kubernetes: { clusters: [{ ...own, ...given }] },
  });
  return {
    peer,
    settingsOf,
    pass: (ms = 500) => void (nowMs += ms),
    /** The call of an action on one target there. */
    call: (
      code: string,
      target: string,
      parameters: object = {},
      given: Partial<Call> = {},
    ): Call => {
      const place = { cluster: "main", namespace: "default", ...parameters };
      return callFor(code, place, { target, settings: settingsOf(), ...given });
    },
    /** Writes that changed something, as "METHOD path". */
    effects: () =>
      peer.calls.filter(({ effect }) => effect).map(({ method, path }) => `${method} ${path}`),
  };
}
