import { randomBytes } from "node:crypto";
import { AwsError } from "../error.ts";
import { startPeer, type Peer } from "../peer.ts";
import { toXml } from "../route53/xml.ts";
import { Steps } from "../steps.ts";
import { errorHeaders, type Wire } from "../wire.ts";

/** Security Token Service: lends the roles that are in `roles` (ARNs). */
export type StsPeer = Peer & { roles: Set<string> };

const VERSION = "2011-06-15";
const NAMESPACE = `https://sts.amazonaws.com/doc/${VERSION}/`;
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;
const HOUR_MS = 3_600_000;

type AssumeRole = { RoleArn?: string; RoleSessionName?: string };

export async function startStsPeer(): Promise<StsPeer> {
  const roles = new Set<string>();
  const service = {
    signingName: "sts",
    wire: queryWire,
    handlers: {
      AssumeRole: (input: AssumeRole, effect: () => void) => assumeRole(roles, input, effect),
    },
    throttling: { name: "Throttling", status: 400, message: "Rate exceeded" },
    crash: { name: "InternalFailure", message: "An internal error occurred." },
  };
  return { ...(await startPeer(service, new Steps())), roles };
}

function assumeRole(roles: Set<string>, input: AssumeRole, effect: () => void): object {
  const { RoleArn = "", RoleSessionName = "" } = input;
  if (!SESSION_NAME.test(RoleSessionName)) {
    throw new AwsError("ValidationError", "roleSessionName failed to satisfy constraint");
  }
  if (!roles.has(RoleArn)) {
    const text = `User is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`;
    throw new AwsError("AccessDenied", text, { status: 403 });
  }
  effect();
  const id = randomBytes(8).toString("hex").toUpperCase();
  return {
    Credentials: {
      AccessKeyId: `ASIA${id}`,
      SecretAccessKey: randomBytes(20).toString("hex"),
      SessionToken: randomBytes(40).toString("base64"),
      Expiration: new Date(Date.now() + HOUR_MS),
    },
    AssumedRoleUser: {
      AssumedRoleId: `AROA:${RoleSessionName}`,
      Arn: `${RoleArn}/${RoleSessionName}`,
    },
  };
}

/** The Query protocol: a form in, XML out. */
const queryWire: Wire = {
  read: ({ body }) => {
    const {
      Action = "",
      Version,
      ...input
    } = Object.fromEntries(new URLSearchParams(body.toString("utf8")));
    if (Version !== VERSION) throw new AwsError("InvalidAction", `Could not find ${Action}`);
    return { operation: Action, input };
  },
  answer: (operation, output) => ({
    status: 200,
    headers: { "content-type": "text/xml" },
    body: document(`${operation}Response`, { [`${operation}Result`]: output }),
  }),
  error: (error) => ({
    status: error.status,
    headers: { "content-type": "text/xml", ...errorHeaders(error) },
    body: document("ErrorResponse", {
      Error: {
        Type: error.status < 500 ? "Sender" : "Receiver",
        Code: error.name,
        Message: error.message,
      },
    }),
  }),
};

function document(root: string, content: object): string {
  return toXml(root, content).replace(`<${root}>`, `<${root} xmlns="${NAMESPACE}">`);
}
