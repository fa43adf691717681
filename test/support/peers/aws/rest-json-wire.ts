import { parse } from "./json-wire.ts";
import { matchRoute, type Route } from "./route.ts";
import { errorHeaders, type Wire, type WireAnswer } from "./wire.ts";

/** A route of the REST JSON protocol. */
export type JsonRoute = Route & {
  /** The input's member that is the body as it is; without one the body is JSON of the other members. */
  payload?: string;
  status?: number;
  /** For outputs that are not JSON: headers by member, the member that is the body, the one that is the status. */
  answer?: { headers: Readonly<Record<string, string>>; payload: string; status?: string };
};

/** The REST JSON protocol over the routes of a service. */
export function restJsonWire(routes: readonly JsonRoute[]): Wire {
  return {
    read: (request) => {
      const { route, members } = matchRoute(routes, request);
      const { body } = request;
      if (route.payload) return { ...route, input: { ...members, [route.payload]: body } };
      const json = body.length > 0 ? (parse(body) as object) : {};
      return { operation: route.operation, input: { ...json, ...members } };
    },
    answer: (operation, output) => {
      const route = routes.find((one) => one.operation === operation);
      const status = route?.status ?? 200;
      if (route?.answer) return bound(route.answer, output, status);
      return { status, headers: { "content-type": JSON_TYPE }, body: JSON.stringify(output) };
    },
    error: (error) => ({
      status: error.status,
      headers: {
        "content-type": JSON_TYPE,
        "x-amzn-errortype": error.name,
        ...errorHeaders(error),
      },
      body: JSON.stringify({ Message: error.message, ...error.fields }),
    }),
  };
}

const JSON_TYPE = "application/json";

function bound(
  { headers, payload, status }: NonNullable<JsonRoute["answer"]>,
  output: object,
  fallback: number,
): WireAnswer {
  const members = output as Record<string, unknown>;
  const given = Object.entries(headers).filter(([member]) => members[member] !== undefined);
  const body = members[payload];
  return {
    status: Number(status ? members[status] : fallback),
    headers: Object.fromEntries(given.map(([member, name]) => [name, String(members[member])])),
    body: body instanceof Uint8Array ? Buffer.from(body) : undefined,
  };
}
