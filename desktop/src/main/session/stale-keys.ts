import { readFileSync, writeFileSync } from "node:fs";
import * as v from "valibot";
import type { SessionStore } from "./session-store.ts";

/**
 * Keys whose texts in the keychain were replaced or removed while it did not reply. The next start
 * must not read them, because the person signed out or signed in anew.
 */
export interface StaleKeys {
  list(): readonly string[];
  add(key: string): void;
  remove(key: string): void;
}

/** The file: keys by the keychain's service. It holds no text of a sign-in. */
const StaleKeysFile = v.record(v.string(), v.array(v.string()));

function readFile(path: string): v.InferOutput<typeof StaleKeysFile> {
  try {
    const parsed = v.safeParse(StaleKeysFile, JSON.parse(readFileSync(path, "utf8")));
    return parsed.success ? parsed.output : {};
  } catch {
    // Usual case: the file does not exist, because the keychain has always replied.
    return {};
  }
}

/** Keeps stale keys in memory, and calls `onChange` with all of them after each change. */
export function createStaleKeys(
  initial: readonly string[] = [],
  onChange: (keys: readonly string[]) => void = () => undefined,
): StaleKeys {
  const keys = new Set(initial);
  return {
    list: () => [...keys],
    add: (key) => {
      if (keys.has(key)) return;
      keys.add(key);
      onChange([...keys]);
    },
    remove: (key) => {
      if (keys.delete(key)) onChange([...keys]);
    },
  };
}

/** Keeps the stale keys of one service of the keychain in a file. */
export function openStaleKeysFile(
  path: string,
  service: string,
  onError: (reason: string) => void,
): StaleKeys {
  const stored = readFile(path);
  return createStaleKeys(stored[service], (keys) => {
    try {
      writeFileSync(path, JSON.stringify({ ...stored, [service]: keys }));
    } catch (error) {
      onError(String(error));
    }
  });
}

/** Removes the texts of all stale keys from the keychain. Rejects if it fails for one. */
export async function removeStaleTexts(store: SessionStore, staleKeys: StaleKeys): Promise<void> {
  for (;;) {
    // Read anew each time: a key can be added meanwhile.
    const [key] = staleKeys.list();
    if (key === undefined) return;
    await store.remove(key);
    staleKeys.remove(key);
  }
}
