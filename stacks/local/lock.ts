import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";

/**
 * Holds a directory for this process until it ends, however it ends: the lock is an abstract Unix socket
 * (Linux), which the kernel frees, so a kill leaves nothing stale. Rejects with a plain sentence when it is held.
 */
export async function lockDir(dir: string): Promise<() => void> {
  mkdirSync(dir, { recursive: true });
  const real = realpathSync(dir);
  const pidPath = join(real, "pid");
  if (process.platform !== "linux") return () => undefined;
  const server = await listen(
    `\0countersign-${createHash("sha256").update(real).digest("hex")}`,
  ).catch(() => {
    throw new Error(
      `Another Countersign${holder(pidPath)} is using ${real}. Stop it or set DATA_DIR.`,
    );
  });
  writeFileSync(pidPath, String(process.pid));
  return () => server.close();
}

function listen(path: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.unref().once("error", reject);
    server.listen(path, () => resolve(server));
  });
}

function holder(pidPath: string): string {
  try {
    return ` (process ${readFileSync(pidPath, "utf8")})`;
  } catch {
    return "";
  }
}
