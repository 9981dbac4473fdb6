import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { dirname, parse, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** System user that PostgreSQL runs as, and the command that precedes its own. */
export type ServerUser = {
  /** Undefined for the user who started the stack. */
  ids?: { uid: number; gid: number };
  command: string[];
};

/**
 * Returns the user to run PostgreSQL as. It refuses to run as root. Then this is the system user
 * `postgres`, who is created if there is none.
 */
export async function findServerUser(): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return { command: [] };
  const known = await lookUpUser();
  if (known) return { ids: known, command: [] };
  await run("groupadd", ["--system", "--force", "postgres"]);
  await run("useradd", [
    "--system",
    "--gid",
    "postgres",
    "--no-create-home",
    "--shell",
    "/usr/sbin/nologin",
    "postgres",
  ]);
  const created = await lookUpUser();
  if (!created)
    throw new Error("The system user postgres could not be made; PostgreSQL does not run as root.");
  return { ids: created, command: [] };
}

async function lookUpUser(): Promise<ServerUser["ids"]> {
  try {
    const [uid, gid] = await Promise.all([
      run("id", ["-u", "postgres"]),
      run("id", ["-g", "postgres"]),
    ]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

/** Returns the command line that starts a program as the server's user. */
export function commandAs({ ids, command }: ServerUser, program: string, args: string[]) {
  const [file = program, ...rest] = [...command, program, ...args];
  // setpriv changes the user itself.
  return { file, args: rest, options: { cwd: "/", ...(command.length === 0 ? ids : {}) } };
}

/**
 * Gives the server's user access to paths inside folders that only root may enter, such as /root or
 * a folder of mktemp. If the system can't do that, it rejects with the folder and what to do.
 */
export async function withAccessTo(
  user: ServerUser,
  paths: { path: string; setting?: string }[],
): Promise<ServerUser> {
  if (!user.ids || !(await findClosed(user, paths))) return user;
  const withCapability = { ...user, command: await capabilityCommand(user.ids) };
  const closed = await findClosed(withCapability, paths).catch(() => findClosed(user, paths));
  if (!closed) return withCapability;
  const other = closed.setting
    ? `set ${closed.setting} to a folder elsewhere`
    : "move this folder elsewhere";
  throw new Error(
    "PostgreSQL runs as the system user postgres (it refuses root), " +
      `who may not enter ${closed.folder} and so cannot reach ${closed.path}. ` +
      `Allow it (chmod o+x ${closed.folder}) or ${other}, or run as a person other than root.`,
  );
}

async function findClosed(user: ServerUser, paths: { path: string; setting?: string }[]) {
  for (const { path, setting } of paths) {
    const folder = await findClosedFolder(user, path);
    if (folder !== undefined) return { path, setting, folder };
  }
  return undefined;
}

/** Returns the outermost folder on the way to `path` that the user may not enter. */
async function findClosedFolder(user: ServerUser, path: string): Promise<string | undefined> {
  const script =
    'for d in "$@"; do cd "$d" 2>/dev/null || [ ! -d "$d" ] || { printf %s "$d"; exit 0; }; done';
  const { file, args, options } = commandAs(user, "/bin/sh", [
    "-c",
    script,
    "sh",
    ...foldersDownTo(path),
  ]);
  const { stdout } = await run(file, args, options);
  return stdout === "" ? undefined : stdout;
}

function foldersDownTo(path: string): string[] {
  const folders: string[] = [];
  for (let folder = dirname(resolve(path)); folder !== parse(folder).root; folder = dirname(folder))
    folders.unshift(folder);
  return folders;
}

const capabilities = [
  { bit: 2n, name: "dac_read_search" },
  { bit: 1n, name: "dac_override" },
];

/** Returns the command that grants one capability: the narrower one if the container has it. */
async function capabilityCommand({ uid, gid }: { uid: number; gid: number }): Promise<string[]> {
  const status = await readFile("/proc/self/status", "utf8").catch(() => "");
  const permitted = BigInt(`0x${/^CapPrm:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? "0"}`);
  const name = capabilities.find(({ bit }) => (permitted >> bit) & 1n)?.name ?? "dac_override";
  const rights = ["--inh-caps", `-all,+${name}`, "--ambient-caps", `-all,+${name}`];
  // PostgreSQL checks access with access(2), which counts the capability only with this secure bit.
  return [
    "setpriv",
    "--reuid",
    String(uid),
    "--regid",
    String(gid),
    "--clear-groups",
    "--securebits",
    "+no_setuid_fixup",
    ...rights,
    "--",
  ];
}
