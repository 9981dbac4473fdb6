import type { ReportOutcome } from "../../bridge/support-report.ts";

/** The parts of the system that saving a report uses. */
export interface SavePorts {
  /** Returns the chosen path; null where the person cancels. */
  choosePath(name: string): Promise<string | null>;
  write(path: string, data: Uint8Array): Promise<void>;
  /** Says that the report is saved, and offers to show it in its folder. */
  showSaved(path: string): Promise<void>;
  /** Says why it is not saved. Resolves with true to try another place. */
  askForOtherPlace(reason: string): Promise<boolean>;
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "The disk is full.",
  EDQUOT: "Your share of the disk is full.",
  EACCES: "The app may not write into this folder.",
  EPERM: "The app may not write into this folder.",
  EROFS: "The app may not write into this folder.",
  ENOENT: "This folder no longer exists.",
  EISDIR: "There is a folder with this name.",
};

/** Says in words why a file could not be written. */
export function writeProblem(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : null;
  return (
    (typeof code === "string" ? reasons[code] : undefined) ??
    `The file could not be written (${typeof code === "string" ? code : "unknown reason"}).`
  );
}

/** Returns the name of a report's file, such as `synapse-voice-support-2026-11-29-1530.zip`. */
export function reportName(at: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `synapse-voice-support-${day}-${two(at.getHours())}${two(at.getMinutes())}.zip`;
}

async function save(
  ports: SavePorts,
  name: string,
  report: Promise<Uint8Array>,
): Promise<ReportOutcome> {
  const path = await ports.choosePath(name);
  if (path === null) return "cancelled";
  const written = report.then((data) => ports.write(path, data));
  const problem = await written.then(() => null, writeProblem);
  if (problem !== null)
    return (await ports.askForOtherPlace(problem)) ? save(ports, name, report) : "failed";
  await ports.showSaved(path);
  return "saved";
}

/**
 * Makes the command that saves a report. The tests run while the person chooses a place. A second
 * command before the end of the first is the same one.
 */
export function createSaveReport(
  ports: SavePorts,
  make: () => Promise<Uint8Array>,
  now: () => number,
): () => Promise<ReportOutcome> {
  let running: Promise<ReportOutcome> | null = null;
  return () => {
    const report = running === null ? make() : null;
    // The person may cancel before it fails.
    report?.catch(() => undefined);
    if (report !== null)
      running = save(ports, reportName(new Date(now())), report).finally(() => {
        running = null;
      });
    return running ?? Promise.resolve("failed");
  };
}
