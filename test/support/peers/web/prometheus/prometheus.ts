import { Hono, type Context } from "hono";
import { createPeer, type Peer, type PeerEnv } from "../peer.ts";
import { bad, BadData, checkQuery, durationOf, timeOf } from "./parameter.ts";
import { instant, numberText, range, rowCount, type Data, type Found } from "./result.ts";

const codes = { bad_data: 400, execution: 422, timeout: 503, internal: 500 };

export type QueryAnswer = (Found | { error: keyof typeof codes; message: string }) & {
  warnings?: string[];
  infos?: string[];
};

export type Alert = {
  labels: { alertname: string } & Record<string, string>;
  annotations?: Record<string, string>;
  /** firing */
  state?: "firing" | "pending";
  activeAt: Date;
  value: number;
};

export type PrometheusOptions = {
  /** The header that callers must send, as a proxy or the web configuration asks for it. */
  authorization?: string;
  /** Milliseconds; a test may turn it by hand. */
  now?: () => number;
};

/** The query API of a Prometheus whose expressions have the values that a test gives them. */
export type Prometheus = Peer & {
  /** By the text of the query. The first call gets the first, the last one goes on. Unset queries find nothing. */
  set: (query: string, ...answers: [QueryAnswer, ...QueryAnswer[]]) => void;
  setAlerts: (alerts: Alert[]) => void;
  /** Not while it replays its log; it is healthy all the same. */
  setReady: (isReady: boolean) => void;
};

const plain = (text: string, status: number, headers: Record<string, string> = {}) =>
  new Response(text, {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", ...headers },
  });

function failed(errorType: keyof typeof codes, error: string): Response {
  return Response.json({ status: "error", errorType, error }, { status: codes[errorType] });
}

/** Errors of the API are JSON, those before it plain text. */
function ownError(status: number): Response {
  if (status === 400) return failed("bad_data", 'invalid parameter "query": scripted');
  if (status === 422)
    return failed(
      "execution",
      "query processing would load too many samples into memory in query execution",
    );
  if (status === 500) return failed("internal", "internal error");
  if (status === 503) return failed("timeout", "query timed out in expression evaluation");
  return plain(`${status}\n`, status);
}

type Given = (name: string) => string;

function read(given: Given, found: Found, path: string, nowMs: number, limit: number): Data {
  if (path === "/api/v1/query") {
    const time = given("time");
    const at = time === "" ? nowMs / 1000 : timeOf("time", time);
    if (given("timeout") !== "") durationOf("timeout", given("timeout"));
    checkQuery(given("query"));
    return instant(found, at, limit);
  }
  const start = timeOf("start", given("start"));
  const end = timeOf("end", given("end"));
  if (end < start) throw bad("end", "end timestamp must not be before start time");
  const step = durationOf("step", given("step"));
  if (step <= 0)
    throw bad(
      "step",
      "zero or negative query resolution step widths are not accepted. Try a positive integer",
    );
  if ((end - start) / step > 11_000)
    throw new BadData(
      "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)",
    );
  checkQuery(given("query"));
  const data = range(found, { start, end, step }, limit);
  if (data !== undefined) return data;
  throw bad(
    "query",
    'invalid expression type "string" for range query, must be Scalar or instant Vector',
  );
}

export function createPrometheus(options: PrometheusOptions = {}): Prometheus {
  const now = options.now ?? Date.now;
  const answers = new Map<string, QueryAnswer[]>();
  let alerts: Alert[] = [];
  let isReady = true;

  function next(query: string): QueryAnswer {
    const known = answers.get(query.trim()) ?? [];
    return (known.length > 1 ? known.shift() : known[0]) ?? { vector: [] };
  }

  async function query(c: Context<PeerEnv>): Promise<Response> {
    const form = await c.req.parseBody();
    const given: Given = (name) => String(form[name] ?? c.req.query(name) ?? "");
    const answer = next(given("query"));
    const { warnings = [], infos, ...found } = answer;
    try {
      const limit = Number(given("limit") || 0);
      if (!Number.isInteger(limit) || limit < 0) throw bad("limit", "limit must be non-negative");
      if ("error" in found) {
        read(given, { vector: [] }, c.req.path, now(), 0);
        return failed(found.error, found.message);
      }
      const whole = read(given, found, c.req.path, now(), 0);
      const data = read(given, found, c.req.path, now(), limit);
      const isCut = rowCount(data) < rowCount(whole);
      const all = isCut ? [...warnings, "results truncated due to limit"] : warnings;
      const more = { ...(all.length === 0 ? {} : { warnings: all }), ...(infos ? { infos } : {}) };
      return Response.json({ status: "success", data, ...more });
    } catch (error) {
      if (error instanceof BadData) return failed("bad_data", error.message);
      throw error;
    }
  }

  function alertView({ labels, annotations = {}, state = "firing", activeAt, value }: Alert) {
    const exponent = value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
    const shown = Number.isFinite(value) ? exponent : numberText(value);
    return { labels, annotations, state, activeAt: activeAt.toISOString(), value: shown };
  }

  const app = new Hono<PeerEnv>();
  app.use(async (c, following) => {
    const { authorization } = options;
    if (authorization === undefined || c.req.header("authorization") === authorization)
      return following();
    return plain("Unauthorized\n", 401, { "www-authenticate": "Basic" });
  });
  app.get("/-/healthy", () => plain("Prometheus Server is Healthy.\n", 200));
  app.use(async (_c, following) => {
    if (isReady) return following();
    return plain("Service Unavailable", 503, { "x-prometheus-stopping": "false" });
  });
  app.get("/-/ready", () => plain("Prometheus Server is Ready.\n", 200));
  for (const path of ["/api/v1/query", "/api/v1/query_range"]) app.on(["GET", "POST"], path, query);
  app.get("/api/v1/alerts", (c) =>
    c.json({ status: "success", data: { alerts: alerts.map(alertView) } }),
  );
  app.all("/api/v1/:call{query|query_range|alerts}", (c) => {
    const allow = c.req.param("call") === "alerts" ? "GET, OPTIONS" : "GET, OPTIONS, POST";
    return plain("Method Not Allowed\n", 405, { allow });
  });
  app.notFound(() => plain("404 page not found\n", 404));

  return {
    ...createPeer(app, ownError),
    set: (text, ...given) => void answers.set(text.trim(), given),
    setAlerts: (given) => void (alerts = given),
    setReady: (given) => void (isReady = given),
  };
}
