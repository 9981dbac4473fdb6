import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { dirname, parse, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Whose rights PostgreSQL runs with, and what goes before its command line for that. */
export type ServerUser = {
  /** Absent: the person at the keyboard. */
  ids?: { uid: number; gid: number };
  command: string[];
};

/**
 * PostgreSQL refuses to run as root, so root hands it to the system user `postgres`, who is made
 * when absent.
 */
export async function findServerUser(): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return { command: [] };
  const known = await lookUp();
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
  const created = await lookUp();
  if (!created)
    throw new Error("The system user postgres could not be made; PostgreSQL does not run as root.");
  return { ids: created, command: [] };
}

async function lookUp(): Promise<ServerUser["ids"]> {
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

/** How to start a program as the server's user. */
export function commandAs({ ids, command }: ServerUser, program: string, args: string[]) {
  const [file = program, ...rest] = [...command, program, ...args];
  // setpriv changes the user itself
  return { file, args: rest, options: { cwd: "/", ...(command.length === 0 ? ids : {}) } };
}

/**
 * Where root's files lie in a folder that nobody else may enter (/root, a folder of mktemp), the
 * server's user gets the right to pass through closed folders, if this system can give it.
 * Otherwise throws, with the folder and what to do.
 */
export async function withAccessTo(
  user: ServerUser,
  paths: { path: string; setting?: string }[],
): Promise<ServerUser> {
  if (!user.ids || !(await findClosed(user, paths))) return user;
  const passing = { ...user, command: await passCommand(user.ids) };
  const closed = await findClosed(passing, paths).catch(() => findClosed(user, paths));
  if (!closed) return passing;
  const other = closed.setting
    ? `set ${closed.setting} to a folder elsewhere`
    : "move this folder elsewhere";
  throw new Error(
    `PostgreSQL runs as the system user postgres (it refuses root), who may not enter ${closed.folder} and so cannot reach ${closed.path}. ` +
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

/** The outermost folder on the way to `path` that this user may not enter. */
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

/** One capability and no other; the narrower one where the container has it. */
async function passCommand({ uid, gid }: { uid: number; gid: number }): Promise<string[]> {
  const status = await readFile("/proc/self/status", "utf8").catch(() => "");
  const held = BigInt(`0x${/^CapPrm:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? "0"}`);
  const name = capabilities.find(({ bit }) => (held >> bit) & 1n)?.name ?? "dac_override";
  const rights = ["--inh-caps", `-all,+${name}`, "--ambient-caps", `-all,+${name}`];
  // without the secure bit access(2) does not count the capability, and PostgreSQL asks by it
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
