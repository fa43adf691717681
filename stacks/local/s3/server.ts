import { mkdirSync } from "node:fs";
import { startFauxqs } from "fauxqs";

/** A running S3 server. */
export type S3Server = { endpoint: string; stop: () => Promise<void> };

/** Starts S3 on a free loopback port with one bucket; objects are files under `dataDir`, else in memory. */
export async function startS3(bucket: string, dataDir?: string): Promise<S3Server> {
  if (dataDir) mkdirSync(dataDir, { recursive: true });
  const server = await startFauxqs({
    port: 0,
    host: "127.0.0.1",
    logger: false,
    ...(dataDir ? { s3StorageDir: dataDir } : {}),
    init: { buckets: [bucket] },
  });
  return { endpoint: `http://127.0.0.1:${server.port}`, stop: () => server.stop() };
}
