import { type ChildProcess, execFile, spawn, type SpawnOptions } from "node:child_process";
import { dirname, parse, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Who runs PostgreSQL: the person at the keyboard, or the system user `postgres` where that person is root. */
export type ServerUser = { uid: number; gid: number; mayPass?: true } | undefined;

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

/** Starts a program as this user. Its process id is the program's, `setpriv` or not. */
export function spawnAs(user: ServerUser, command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  if (!user) return spawn(command, args, options);
  const { uid, gid, mayPass } = user;
  if (mayPass) return spawn("setpriv", [...passage({ uid, gid }), command, ...args], options);
  return spawn(command, args, { ...options, uid, gid });
}

/**
 * Lets the user pass through folders that are root's alone, such as /root itself with a clone in it: the one right to reach
 * and read files is handed on to the server. Undefined where this system can't (no `setpriv`, or a container without the right).
 */
export async function withPassage(user: ServerUser): Promise<ServerUser> {
  if (!user) return undefined;
  const works = await run("setpriv", [...passage(user), "true"]).then(
    () => true,
    () => false,
  );
  return works ? { ...user, mayPass: true } : undefined;
}

function passage({ uid, gid }: { uid: number; gid: number }): string[] {
  return [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search", "--"];
}

/** The outermost folder on the way to `path` that this user may not enter; undefined when nothing is in the way. */
export async function findClosedFolder(user: ServerUser, path: string): Promise<string | undefined> {
  if (!user) return undefined;
  const script = 'for d in "$@"; do [ ! -e "$d" ] || [ -x "$d" ] || { printf %s "$d"; exit 0; }; done';
  const { stdout } = await run("/bin/sh", ["-c", script, "sh", ...foldersDownTo(path)], { uid: user.uid, gid: user.gid, cwd: "/" });
  return stdout === "" ? undefined : stdout;
}

function foldersDownTo(path: string): string[] {
  const folders: string[] = [];
  for (let folder = resolve(path); folder !== parse(folder).root; folder = dirname(folder)) folders.unshift(folder);
  return folders;
}
