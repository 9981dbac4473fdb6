import { randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

/**
 * The id of this installation: made once, kept in a file, so that after a restart the same device
 * is back rather than a second one.
 */
export function readDeviceId(path: string): string {
  try {
    const kept = readFileSync(path, "utf8").trim();
    if (/^[A-Za-z0-9_-]{1,64}$/u.test(kept)) return kept;
  } catch {
    // The first start: there is no file yet.
  }
  const made = randomUUID();
  writeFileSync(path, made);
  return made;
}
