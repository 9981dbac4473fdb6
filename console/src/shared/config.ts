import { ConsoleConfig } from "@synapse-voice/desktop/bridge";
import * as v from "valibot";

const describeIssue = (issue: v.BaseIssue<unknown>): string =>
  `${v.getDotPath(issue) ?? ""} ${issue.message}`;

/** Loads `/config.json`. Throws if it is missing or does not fit its schema. */
export async function loadConfig(
  fetcher: typeof fetch = (...request) => fetch(...request),
): Promise<ConsoleConfig> {
  const response = await fetcher("/config.json", {
    cache: "no-store",
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`config.json: ${response.status}`);
  const config = v.safeParse(ConsoleConfig, await response.json());
  if (!config.success)
    throw new Error(`config.json: ${config.issues.map(describeIssue).join(", ")}`);
  return config.output;
}
