import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import startServer from "aws-ses-v2-local";

/** A running SES; its `endpoint` opened in a browser shows every mail sent since it started. */
export type SesServer = { endpoint: string; stop: () => Promise<void> };

type StartServer = (config: { host: string; port: number }) => Promise<Server>;

/** Starts the SES API on loopback; port 0 picks a free one. Rejects when the port is taken. */
export async function startSes(port = 0): Promise<SesServer> {
  const server = await commonJsDefault(startServer)({ host: "127.0.0.1", port });
  const address = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The package is CommonJS with a `default` property, which Node's import wraps once more. */
function commonJsDefault(module: unknown): StartServer {
  const wrapped = module as { default?: StartServer };
  return wrapped.default ?? (module as StartServer);
}
