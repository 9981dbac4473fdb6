import { strToU8, zipSync } from "fflate";
import type { Redactor } from "../log/redact.ts";
import { listDumps, readDumps } from "./crash-dumps.ts";
import { redactBytes } from "./redact-bytes.ts";
import { reportText, type Report } from "./report.ts";

/** Packs a report and the newest crash dumps into one zip file, without secrets. */
export async function packReport(
  report: Omit<Report, "dumps" | "included">,
  dumpFolder: string,
  redactor: Pick<Redactor, "redact" | "secrets">,
): Promise<Uint8Array> {
  const dumps = await listDumps(dumpFolder);
  const files = await readDumps(dumps);
  for (const { data } of files) redactBytes(data, redactor.secrets());
  const text = reportText({ ...report, dumps, included: files.map(({ name }) => name) });
  return zipSync({
    // Again, because labels and replies of servers are no log lines.
    "report.txt": strToU8(redactor.redact(text)),
    ...Object.fromEntries(files.map(({ name, data }) => [`crash-dumps/${name}`, data])),
  });
}
