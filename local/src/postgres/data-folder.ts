import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chown, mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { commandAs, type ServerUser } from "./system-user.ts";

/** The superuser of the embedded cluster, named as in the hosted service. */
export const superuser = "supabase_admin";

/**
 * In the data folder, which only its owner can read: whoever knows it can run programs as that
 * owner, by way of SQL.
 */
const passwordFile = "synapse-password";

const majorVersion = "18";

type Making = { dataDir: string; initdb: string; user: ServerUser; fast: boolean };

/** Makes the data folder where there is none, and refuses one that this PostgreSQL cannot read. */
export async function ensureDataFolder(making: Making): Promise<void> {
  const { dataDir } = making;
  const entries = await readdir(dataDir).catch(() => []);
  if (entries.length === 0) return makeDataFolder(making);
  const found = (await readFile(join(dataDir, "PG_VERSION"), "utf8").catch(() => "")).trim();
  if (found === majorVersion) return;
  const what =
    found === ""
      ? "is not a PostgreSQL data folder"
      : `was made by PostgreSQL ${found}, and this is PostgreSQL ${majorVersion}`;
  throw new Error(
    `The data folder ${dataDir} ${what}. Move it away or delete it (its demo data is made anew), or set SYNAPSE_DATA_DIR to another folder.`,
  );
}

/** The password of every role that this stack makes. */
export async function readPassword(dataDir: string): Promise<string> {
  try {
    return (await readFile(join(dataDir, passwordFile), "utf8")).trim();
  } catch (cause) {
    throw new Error(
      `The data folder ${dataDir} has no readable file ${passwordFile}. Move it away or delete it (its demo data is made anew).`,
      { cause },
    );
  }
}

/**
 * Made under another name and then renamed, so that a start which is killed half-way leaves no
 * half-made data folder.
 */
async function makeDataFolder({ dataDir, initdb, user, fast }: Making): Promise<void> {
  const parent = dirname(dataDir);
  const unfinished = `${basename(dataDir)}.unfinished-`;
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    if (name.startsWith(unfinished))
      await rm(join(parent, name), {
        recursive: true,
        force: true,
        maxRetries: 20,
        retryDelay: 50,
      }); // an initdb may still write there
  }
  const making = join(parent, `${unfinished}${process.pid}`);
  const newPassword = join(parent, `${unfinished}password-${process.pid}`);
  await mkdir(making, { mode: 0o700 });
  await writeFile(newPassword, randomBytes(24).toString("base64url"), { mode: 0o600 });
  if (user.ids)
    await Promise.all(
      [making, newPassword].map((path) => chown(path, user.ids?.uid ?? 0, user.ids?.gid ?? 0)),
    );
  const who = [`--username=${superuser}`, `--pwfile=${newPassword}`, "--auth=scram-sha-256"];
  // the builtin locale sorts the same on every system, whatever is installed there
  const locale = [
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
  ];
  const options = [`--pgdata=${making}`, ...who, ...locale];
  await runInitdb(initdb, fast ? [...options, "--no-sync"] : options, user);
  await rename(newPassword, join(making, passwordFile));
  await rmdir(dataDir).catch(() => undefined);
  await rename(making, dataDir);
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
