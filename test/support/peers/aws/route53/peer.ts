import type * as route53 from "@aws-sdk/client-route-53";
import { startPeer, type Peer } from "../peer.ts";
import { Steps, type Pace } from "../steps.ts";
import { route53Wire } from "./wire.ts";
import { Zones, type ZoneDelays } from "./zones.ts";

/** Route 53. Zones are added and looked at through `zones`. */
export type Route53Peer = Peer & { zones: Zones; delays: ZoneDelays };

export async function startRoute53Peer(
  options: { pace?: Pace; delays?: Partial<ZoneDelays> } = {},
): Promise<Route53Peer> {
  const steps = new Steps(options.pace);
  const delays = { syncMs: 20, busyMs: 0, ...options.delays };
  const zones = new Zones(steps, delays);
  const service = {
    signingName: "route53",
    wire: route53Wire,
    handlers: {
      ListHostedZonesByName: (input: route53.ListHostedZonesByNameRequest) =>
        zones.listByName(input),
      ListResourceRecordSets: (input: route53.ListResourceRecordSetsRequest) =>
        zones.listRecords(input),
      ChangeResourceRecordSets: (
        input: route53.ChangeResourceRecordSetsRequest,
        effect: () => void,
      ) => zones.change(input, effect),
      GetChange: (input: route53.GetChangeRequest) => zones.getChange(input),
    },
    throttling: { name: "Throttling", status: 400, message: "Rate exceeded" },
    crash: { name: "InternalFailure", message: "An internal error occurred." },
  };
  return { ...(await startPeer(service, steps)), zones, delays };
}
