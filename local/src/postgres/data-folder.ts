import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chown, mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { commandAs, type ServerUser } from "./system-user.ts";

/** Name of the superuser, as in a hosted project. */
export const superuser = "supabase_admin";

/**
 * Name of the password's file in the data folder. Only the owner can read that folder: with the
 * password, SQL can run programs as the owner.
 */
const passwordFile = "synapse-password";

const majorVersion = "18";

type CreateOptions = { dataDir: string; initdb: string; user: ServerUser; fast: boolean };

/**
 * Creates the data folder if there is none. Rejects if another version of PostgreSQL has created
 * it.
 */
export async function ensureDataFolder(options: CreateOptions): Promise<void> {
  const { dataDir } = options;
  const entries = await readdir(dataDir).catch(() => []);
  if (entries.length === 0) return createDataFolder(options);
  const found = (await readFile(join(dataDir, "PG_VERSION"), "utf8").catch(() => "")).trim();
  if (found === majorVersion) return;
  const problem =
    found === ""
      ? "is not a PostgreSQL data folder"
      : `was made by PostgreSQL ${found}, and this is PostgreSQL ${majorVersion}`;
  throw new Error(
    `The data folder ${dataDir} ${problem}. ` +
      "Move it away or delete it (its demo data is made anew), " +
      "or set SYNAPSE_DATA_DIR to another folder.",
  );
}

/** Returns the password of all roles that the stack creates. */
export async function readPassword(dataDir: string): Promise<string> {
  try {
    return (await readFile(join(dataDir, passwordFile), "utf8")).trim();
  } catch (cause) {
    throw new Error(
      `The data folder ${dataDir} has no readable file ${passwordFile}. ` +
        "Move it away or delete it (its demo data is made anew).",
      { cause },
    );
  }
}

/**
 * Creates the data folder under another name and renames it at the end, so that a killed start
 * leaves no incomplete data folder.
 */
async function createDataFolder({ dataDir, initdb, user, fast }: CreateOptions): Promise<void> {
  const parent = dirname(dataDir);
  const unfinished = `${basename(dataDir)}.unfinished-`;
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    // An initdb may still write there, hence the retries.
    if (name.startsWith(unfinished))
      await rm(join(parent, name), {
        recursive: true,
        force: true,
        maxRetries: 20,
        retryDelay: 50,
      });
  }
  const draft = join(parent, `${unfinished}${process.pid}`);
  const newPassword = join(parent, `${unfinished}password-${process.pid}`);
  await mkdir(draft, { mode: 0o700 });
  await writeFile(newPassword, randomBytes(24).toString("base64url"), { mode: 0o600 });
  if (user.ids)
    await Promise.all(
      [draft, newPassword].map((path) => chown(path, user.ids?.uid ?? 0, user.ids?.gid ?? 0)),
    );
  const access = [`--username=${superuser}`, `--pwfile=${newPassword}`, "--auth=scram-sha-256"];
  // The builtin locale sorts in the same way on every system.
  const locale = [
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
  ];
  const options = [`--pgdata=${draft}`, ...access, ...locale];
  await runInitdb(initdb, fast ? [...options, "--no-sync"] : options, user);
  await rename(newPassword, join(draft, passwordFile));
  await rmdir(dataDir).catch(() => undefined);
  await rename(draft, dataDir);
}

async function runInitdb(initdb: string, options: string[], user: ServerUser): Promise<void> {
  const command = commandAs(user, initdb, options);
  const child = spawn(command.file, command.args, {
    ...command.options,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, LC_ALL: "C" },
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.on("error", reject).on("close", resolve),
  );
  if (code !== 0)
    throw new Error(
      `PostgreSQL could not make its data folder (initdb ended with ${code}):\n${output}`,
    );
}
