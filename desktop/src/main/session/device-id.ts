import { randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

/**
 * Reads the id of this installation from a file. Creates the file at the first start, so that the
 * server knows the device again after a restart. One that can't be written lasts for this run.
 */
export function readDeviceId(path: string): string {
  try {
    const stored = readFileSync(path, "utf8").trim();
    if (/^[A-Za-z0-9_-]{1,64}$/u.test(stored)) return stored;
  } catch {
    // First start: the file does not exist yet.
  }
  const id = randomUUID();
  try {
    writeFileSync(path, id);
  } catch {
    // The disk is full, or the folder can't be written. Calls still ring, at a new device.
  }
  return id;
}
