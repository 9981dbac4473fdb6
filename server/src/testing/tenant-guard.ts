import { Prisma, type OnStatement } from "@synapse-voice/prisma";
import { AsyncLocalStorage } from "node:async_hooks";
import type { AppDeps } from "../compose/app.ts";

/** Refuses statements that name no tenant. */
export interface TenantGuard {
  readonly onStatement: OnStatement;
  /** Returns dependencies of which those that work across tenants may do so, and no others. */
  allowAcrossTenants(deps: AppDeps): AppDeps;
}

/** Ports that work across tenants. `tenant-first.test.ts` says why each must. */
const portsAcrossTenants = [
  "accountStore",
  "roomStore",
  "gaugeStore",
  "recordingSweepStore",
  "sweepStore",
  "webhookStore",
] as const satisfies readonly (keyof AppDeps)[];

export function createTenantGuard(): TenantGuard {
  const across = new AsyncLocalStorage<true>();
  const results = new Map<string, boolean>();
  return {
    onStatement(sql) {
      if (across.getStore()) return;
      const known = results.get(sql);
      const forgets = known ?? forgetsTenant(sql);
      if (known === undefined) results.set(sql, forgets);
      if (forgets) throw new Error(`A statement on what tenants own names no tenant: ${sql}`);
    },
    allowAcrossTenants: (deps) => ({
      ...deps,
      ...Object.fromEntries(
        portsAcrossTenants.map((name) => [name, allowMethods(deps[name], across)]),
      ),
    }),
  };
}

/** Allows the methods of a port to work across tenants, but not the functions they call back. */
function allowMethods<T extends object>(port: T, across: AsyncLocalStorage<true>): T {
  const within = (parameter: unknown): unknown =>
    typeof parameter === "function"
      ? (...parameters: unknown[]) => across.exit((): unknown => parameter(...parameters))
      : parameter;
  return new Proxy(port, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      return typeof method === "function"
        ? (...parameters: unknown[]) =>
            across.run(true, () => started(method.apply(target, parameters.map(within))))
        : method;
    },
  });
}

/** Awaits a promise here and now. One of Prisma's sends its statement only when it is awaited. */
const started = (result: unknown): unknown =>
  typeof result === "object" && result !== null && "then" in result
    ? (async () => await result)()
    : result;

/** Names of tables that differ from the names of their models. Events are found by their reader. */
const tableNames: Readonly<Record<string, string>> = {
  CallLeg: "call_leg",
  CallNotes: "call_notes",
  IntegrationEvent: "integration_event",
  RecordingAccess: "recording_access",
  RecordingConsent: "recording_consent",
  RecordingPause: "recording_pause",
};

/** Tables with a column that names the tenant. */
const ownedTables = Object.keys(Prisma.ModelName)
  .filter((model) => "tenantId" in (Reflect.get(Prisma, `${model}ScalarFieldEnum`) as object))
  .map((model) => tableNames[model] ?? model);
const usesOwnedTable = new RegExp(
  String.raw`\b(?:FROM|JOIN|INTO|UPDATE|USING)\s+(?:ONLY\s+)?(?:"public"\s*\.\s*)?"(?:${ownedTables.join("|")})"`,
  "iu",
);
const usesTenantTable = /\b(?:FROM|JOIN|UPDATE)\s+(?:"public"\s*\.\s*)?"Tenant"/iu;
/**
 * Matches `"tenantId" = $1`, `"tenantId" IN ($1, …`, an empty list `IN (NULL)`, and several columns
 * at once: `("tenantId", "id") IN (($1, …`.
 */
const namesTenant =
  /"tenantId"\s*(?:=\s*\(?\s*\$\d|IN\s*\(\s*(?:\$\d|NULL\))|,[^()]*\)\s*IN\s*\()/iu;
const namesTenantItself = /"id"\s*(?:=\s*\(?\s*\$\d|IN\s*\(\s*\$\d)/iu;
const insertsTenantId = /\bINTO\s+(?:"public"\s*\.\s*)?"\w+"[^()]*\([^()]*"tenantId"[^()]*\)/iu;

/** Returns true if a statement uses a table that tenants own, and neither reads nor writes one. */
export function forgetsTenant(sql: string): boolean {
  if (usesOwnedTable.test(sql))
    return (
      !namesTenant.test(sql) &&
      !(insertsTenantId.test(sql) && !/\b(?:UPDATE\b(?!\s+SET\b)|DELETE\b)/iu.test(sql))
    );
  return usesTenantTable.test(sql) && !namesTenantItself.test(sql);
}
