import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";

/** Lines on the disk, oldest first. */
export interface LogFile {
  /** Adds a line. Throws where it can't be written. */
  append(line: string): void;
  /** Returns the lines that are there, also those of earlier runs. */
  read(): readonly string[];
}

/** Size in bytes at which a file becomes the old one. Together they have twice as much. */
const maxBytes = 1_000_000;

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, "utf8").split("\n").filter(Boolean);
  } catch {
    return [];
  }
}

/**
 * Makes a log of two files in a folder. `folder` is called with the first line, because the app has
 * no name before it starts.
 */
export function createLogFile(folder: () => string, limit = maxBytes): LogFile {
  let paths: { current: string; old: string; size: number } | null = null;
  const open = () => {
    if (paths !== null) return paths;
    const where = folder();
    mkdirSync(where, { recursive: true });
    const current = join(where, "app.log");
    const size = statSync(current, { throwIfNoEntry: false })?.size ?? 0;
    paths = { current, old: join(where, "app.old.log"), size };
    return paths;
  };
  return {
    append: (line) => {
      const file = open();
      const bytes = Buffer.byteLength(line) + 1;
      if (file.size > 0 && file.size + bytes > limit) {
        renameSync(file.current, file.old);
        file.size = 0;
      }
      appendFileSync(file.current, `${line}\n`, { mode: 0o600 });
      file.size += bytes;
    },
    read: () => {
      const { old, current } = open();
      return [...linesOf(old), ...linesOf(current)];
    },
  };
}
