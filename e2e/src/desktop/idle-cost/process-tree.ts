import { readFileSync, readdirSync } from "node:fs";

/** Memory and processor time of a tree of processes. Linux only. */
export interface TreeUsage {
  readonly processes: readonly string[];
  /** Memory in MB. A page that several processes share counts by its part for each. */
  readonly pssMb: number;
  /** The part of it that is in no file. Other programs with the same files don't change it. */
  readonly ownMb: number;
  /** Processor time in ms since the processes started. */
  readonly cpuMs: number;
  /** Parts of it, by process and thread, such as `renderer Chrome_ChildIOT`. */
  readonly cpuMsByThread: ReadonlyMap<string, number>;
}

/** Reads a file of a process. Empty if the process or the thread has just ended. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Returns the process and all that descend from it. */
function descendants(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    const parent = /^PPid:\s+(\d+)$/mu.exec(read(`/proc/${name}/status`))?.[1];
    if (/^\d+$/u.test(name) && parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const found = new Set([root]);
  for (let size = 0; size < found.size;) {
    size = found.size;
    for (const [child, parent] of parents) if (found.has(parent)) found.add(child);
  }
  return [...found];
}

const typeOf = (pid: number): string =>
  /--(?:utility-sub-)?type=([\w.-]+)/u.exec(
    read(`/proc/${pid}/cmdline`).split("\0").toReversed().join(" "),
  )?.[1] ?? "main";

/** Returns a field of the process's memory in kB. */
const memoryKb = (pid: number, field: "Pss" | "Pss_Anon"): number =>
  Number(
    new RegExp(`^${field}:\\s+(\\d+) kB$`, "mu").exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0,
  );

/** Adds the time of the threads of a process, which the kernel counts in ns. */
function addThreads(pid: number, cpuMs: Map<string, number>): void {
  const type = typeOf(pid);
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const folder = `/proc/${pid}/task/${thread}`;
    const name = Number(thread) === pid ? "main thread" : read(`${folder}/comm`).trim();
    const ms = Number(read(`${folder}/schedstat`).split(" ")[0] ?? 0) / 1e6;
    cpuMs.set(`${type} ${name}`, (cpuMs.get(`${type} ${name}`) ?? 0) + ms);
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

/** Returns what a process and its descendants use now. */
export function usageOf(root: number): TreeUsage {
  const pids = descendants(root);
  const cpuMsByThread = new Map<string, number>();
  for (const pid of pids) addThreads(pid, cpuMsByThread);
  return {
    processes: pids.map(typeOf).toSorted(),
    pssMb: sum(pids.map((pid) => memoryKb(pid, "Pss"))) / 1024,
    ownMb: sum(pids.map((pid) => memoryKb(pid, "Pss_Anon"))) / 1024,
    cpuMs: sum([...cpuMsByThread.values()]),
    cpuMsByThread,
  };
}
