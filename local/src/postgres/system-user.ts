import { execFile } from "node:child_process";
import { dirname, parse, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Who runs PostgreSQL: the person at the keyboard, or the system user `postgres` where that person is root. */
export type ServerUser = { uid: number; gid: number } | undefined;

/** PostgreSQL refuses to run as root, so root hands it to the system user `postgres`, who is made when absent. */
export async function findServerUser(): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return undefined;
  const known = await lookUp();
  if (known) return known;
  await run("groupadd", ["--system", "--force", "postgres"]);
  await run("useradd", ["--system", "--gid", "postgres", "--no-create-home", "--shell", "/usr/sbin/nologin", "postgres"]);
  const created = await lookUp();
  if (!created) throw new Error("The system user postgres could not be made; PostgreSQL does not run as root.");
  return created;
}

async function lookUp(): Promise<ServerUser> {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", "postgres"]), run("id", ["-g", "postgres"])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

/** The outermost folder on the way to `path` that this user may not enter; undefined when nothing is in the way. */
export async function findClosedFolder(user: ServerUser, path: string): Promise<string | undefined> {
  if (!user) return undefined;
  const script = 'for d in "$@"; do [ ! -e "$d" ] || [ -x "$d" ] || { printf %s "$d"; exit 0; }; done';
  const { stdout } = await run("/bin/sh", ["-c", script, "sh", ...foldersDownTo(path)], { ...user, cwd: "/" });
  return stdout === "" ? undefined : stdout;
}

function foldersDownTo(path: string): string[] {
  const folders: string[] = [];
  for (let folder = resolve(path); folder !== parse(folder).root; folder = dirname(folder)) folders.unshift(folder);
  return folders;
}
