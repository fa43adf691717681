import { randomUUID } from "node:crypto";
import type * as route53 from "@aws-sdk/client-route-53";
import { AwsError } from "../error.ts";
import { matchRoute, type Route } from "../route.ts";
import { errorHeaders, type Wire } from "../wire.ts";
import { child, childText, readXml, toXml, type Xml } from "./xml.ts";

const NAMESPACE = "https://route53.amazonaws.com/doc/2013-04-01/";
const CONTENT_TYPE = "text/xml";

const routes: Route[] = [
  {
    operation: "ListHostedZonesByName",
    method: "GET",
    path: "/2013-04-01/hostedzonesbyname",
    query: { dnsname: "DNSName", hostedzoneid: "HostedZoneId", maxitems: "MaxItems" },
    numbers: ["MaxItems"],
  },
  {
    operation: "ListResourceRecordSets",
    method: "GET",
    path: "/2013-04-01/hostedzone/{HostedZoneId}/rrset",
    query: {
      name: "StartRecordName",
      type: "StartRecordType",
      identifier: "StartRecordIdentifier",
      maxitems: "MaxItems",
    },
    numbers: ["MaxItems"],
  },
  {
    operation: "ChangeResourceRecordSets",
    method: "POST",
    path: "/2013-04-01/hostedzone/{HostedZoneId}/rrset",
  },
  { operation: "GetChange", method: "GET", path: "/2013-04-01/change/{Id}" },
];

/** Route 53's part of the REST XML protocol. */
export const route53Wire: Wire = {
  read: (request) => {
    const { route, members } = matchRoute(routes, request);
    const batch = request.body.length > 0 ? { ChangeBatch: readBatch(request.body) } : {};
    return { operation: route.operation, input: { ...members, ...batch } };
  },
  answer: (operation, output) => ({
    status: 200,
    headers: { "content-type": CONTENT_TYPE },
    body: document(`${operation}Response`, output),
  }),
  error: (error) => ({
    status: error.status,
    headers: { "content-type": CONTENT_TYPE, ...errorHeaders(error) },
    body: document("ErrorResponse", {
      Error: {
        Type: error.status < 500 ? "Sender" : "Receiver",
        Code: error.name,
        Message: error.message,
      },
      RequestId: randomUUID(),
    }),
  }),
};

function document(root: string, content: object): string {
  const xml = toXml(root, content).replace(`<${root}>`, `<${root} xmlns="${NAMESPACE}">`);
  return `<?xml version="1.0"?>\n${xml}`;
}

function readBatch(body: Buffer): route53.ChangeBatch {
  const root = readXml(body.toString("utf8"));
  const batch = child(root, "ChangeBatch");
  if (root.name !== "ChangeResourceRecordSetsRequest" || !batch) {
    const text = "ChangeBatch is not valid, expected ChangeResourceRecordSetsRequest";
    throw new AwsError("MalformedInput", text);
  }
  const changes = child(batch, "Changes")?.children ?? [];
  return { Comment: childText(batch, "Comment"), Changes: changes.map(readChange) };
}

function readChange(change: Xml): route53.Change {
  const Action = childText(change, "Action") as route53.ChangeAction;
  return { Action, ResourceRecordSet: readRecordSet(child(change, "ResourceRecordSet")) };
}

function readRecordSet(record: Xml | undefined): route53.ResourceRecordSet {
  const values = child(record, "ResourceRecords")?.children;
  const alias = child(record, "AliasTarget");
  return {
    Name: childText(record, "Name"),
    Type: childText(record, "Type") as route53.RRType,
    SetIdentifier: childText(record, "SetIdentifier"),
    Weight: numberOf(record, "Weight"),
    TTL: numberOf(record, "TTL"),
    ResourceRecords: values?.map((one) => ({ Value: childText(one, "Value") })),
    AliasTarget: alias && {
      HostedZoneId: childText(alias, "HostedZoneId"),
      DNSName: childText(alias, "DNSName"),
      EvaluateTargetHealth: childText(alias, "EvaluateTargetHealth") === "true",
    },
    HealthCheckId: childText(record, "HealthCheckId"),
  };
}

function numberOf(parent: Xml | undefined, name: string): number | undefined {
  const text = childText(parent, name);
  return text === undefined ? undefined : Number(text);
}
