import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { KeyValueStorage } from "@synapse-voice/client";
import * as v from "valibot";
import { replaceFile } from "../files/replace-file.ts";

const Texts = v.record(v.string(), v.string());

/** Returns the path of the file for one person at one Supabase project. */
export function callsFile(profileFolder: string, supabaseUrl: string, userId: string): string {
  const address = new URL(supabaseUrl).href.replace(/\/+$/u, "");
  const name = createHash("sha256").update(`${address} ${userId}`).digest("hex").slice(0, 32);
  return join(profileFolder, "calls", `${name}.json`);
}

function readTexts(path: string, onError: (reason: string) => void): Map<string, string> {
  try {
    return new Map(Object.entries(v.parse(Texts, JSON.parse(readFileSync(path, "utf8")))));
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (!isMissing) onError(String(error));
    return new Map();
  }
}

/**
 * Keeps texts in a file, such as hang-ups that the server has not confirmed. A text is on the disk
 * when `setItem` returns, so it outlives a killed process. If the file can't be written, the texts
 * last until the app quits.
 */
export function openFileStorage(path: string, onError: (reason: string) => void): KeyValueStorage {
  const texts = readTexts(path, onError);
  const write = (): void => {
    try {
      replaceFile(path, JSON.stringify(Object.fromEntries(texts)));
    } catch (error) {
      onError(String(error));
    }
  };
  return {
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => {
      if (texts.get(key) === text) return;
      texts.set(key, text);
      write();
    },
    removeItem: (key) => {
      if (texts.delete(key)) write();
    },
  };
}
