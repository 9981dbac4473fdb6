import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";

/** Returns the size of a file in bytes after brotli, as servers send it. */
export const brotliSize = async (path: string): Promise<number> =>
  brotliCompressSync(await readFile(path)).length;

/** Returns the size of files of a folder after brotli. */
export async function totalSize(folder: string, files: Iterable<string>): Promise<number> {
  const sizes = await Promise.all([...files].map((file) => brotliSize(join(folder, file))));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Returns a chunk of a folder and its static imports, without the chunks that load later. */
export async function withStaticImports(
  folder: string,
  file: string,
  seen = new Set<string>(),
): Promise<Set<string>> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const code = await readFile(join(folder, file), "utf8");
  for (const [, next] of code.matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/gu))
    if (next) await withStaticImports(folder, next, seen);
  return seen;
}

/** Compares sizes with their limits, and collects other problems of a build. */
export interface SizeReport {
  check(subject: string, size: number, limit: number): void;
  addProblem(problem: string): void;
  /** Prints the problems. The process then ends with code 1, or with 0 if there is none. */
  end(): void;
}

/** Starts a report of sizes. */
export function createSizeReport(): SizeReport {
  const problems: string[] = [];
  return {
    check: (subject, size, limit) => {
      const [shown, most] = [size, limit].map((bytes) => bytes.toLocaleString("en"));
      console.log(`${subject}: ${shown} of ${most} bytes`);
      if (size > limit) problems.push(`${subject}: ${size - limit} bytes over the limit`);
    },
    addProblem: (problem) => void problems.push(problem),
    end: () => {
      for (const problem of problems) console.error(problem);
      process.exitCode = problems.length > 0 ? 1 : 0;
    },
  };
}
