import * as v from "valibot";
import { limitNames, mapDefaultLimits, type Limit, type LimitName } from "./limits.ts";

const isLimitName = (name: string): name is LimitName =>
  (limitNames as readonly string[]).includes(name);

const Change = v.pipe(
  v.string(),
  v.trim(),
  v.regex(/^\w+=\d{1,7}$/u),
  v.transform((text) => text.split("=") as [string, string]),
  v.check(([name]) => isLimitName(name)),
);

/**
 * Parses the setting `RATE_LIMITS`: pairs `name=number`, separated by commas. The number replaces
 * the shared quota of the limit, and caps its local burst. It replaces the local burst of a limit
 * that is not shared.
 */
export const LimitsSetting = v.pipe(
  v.string(),
  v.transform((text) => text.split(",").filter((part) => part.trim() !== "")),
  v.array(
    Change,
    `must be name=number pairs, separated by commas, with names of ${limitNames.join(", ")}`,
  ),
  v.transform((changes) => {
    const given = new Map(changes.map(([name, allowed]) => [name, Number(allowed)]));
    return mapDefaultLimits((limit, name) => changed(limit, given.get(name)));
  }),
);

function changed(limit: Limit, allowed: number | undefined): Limit {
  if (allowed === undefined) return limit;
  return limit.sharedQuota === 0
    ? { ...limit, localBurst: allowed }
    : { ...limit, sharedQuota: allowed, localBurst: Math.min(limit.localBurst, allowed) };
}
