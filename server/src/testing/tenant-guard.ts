import { Prisma, type OnStatement } from "@synapse-voice/prisma";
import { AsyncLocalStorage } from "node:async_hooks";
import type { AppDeps } from "../compose/app.ts";

/** Refuses statements that forget the tenant. */
export interface TenantGuard {
  readonly onStatement: OnStatement;
  /** The parts whose work goes across tenants are let do so; nothing else is. */
  let(parts: AppDeps): AppDeps;
}

/** Ports that look across tenants; `tenant-first.test.ts` says why each must. */
const acrossTenants = [
  "accountStore",
  "roomStore",
  "gaugeStore",
  "sweepStore",
  "webhookStore",
] as const satisfies readonly (keyof AppDeps)[];

export function createTenantGuard(): TenantGuard {
  const across = new AsyncLocalStorage<true>();
  const judged = new Map<string, boolean>();
  return {
    onStatement(sql) {
      if (across.getStore()) return;
      const known = judged.get(sql);
      const forgets = known ?? forgetsTenant(sql);
      if (known === undefined) judged.set(sql, forgets);
      if (forgets) throw new Error(`A statement on what tenants own names no tenant: ${sql}`);
    },
    let: (parts) => ({
      ...parts,
      ...Object.fromEntries(acrossTenants.map((name) => [name, everyMethod(parts[name], across)])),
    }),
  };
}

/** What these methods do goes across tenants, but not what they call back. */
function everyMethod<T extends object>(port: T, across: AsyncLocalStorage<true>): T {
  const within = (parameter: unknown): unknown =>
    typeof parameter === "function"
      ? (...parameters: unknown[]) => across.exit((): unknown => parameter(...parameters))
      : parameter;
  return new Proxy(port, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      return typeof method === "function"
        ? (...parameters: unknown[]) =>
            across.run(true, () => method.apply(target, parameters.map(within)))
        : method;
    },
  });
}

/** Tables with a column that names the tenant. */
const owned = Object.keys(Prisma.ModelName).filter(
  (model) => "tenantId" in (Reflect.get(Prisma, `${model}ScalarFieldEnum`) as object),
);
const onOwned = new RegExp(
  String.raw`\b(?:FROM|JOIN|INTO|UPDATE|USING)\s+(?:ONLY\s+)?(?:"public"\s*\.\s*)?"(?:${owned.join("|")})"`,
  "iu",
);
const onTenant = /\b(?:FROM|JOIN|UPDATE)\s+(?:"public"\s*\.\s*)?"Tenant"/iu;
/**
 * `"tenantId" = $1`, `"tenantId" IN ($1, …`, for nothing to look up `IN (NULL)`, and of several
 * columns at once, `("tenantId", "id") IN (($1, …`.
 */
const asksForTenant =
  /"tenantId"\s*(?:=\s*\(?\s*\$\d|IN\s*\(\s*(?:\$\d|NULL\))|,[^()]*\)\s*IN\s*\()/iu;
const asksForTenantItself = /"id"\s*(?:=\s*\(?\s*\$\d|IN\s*\(\s*\$\d)/iu;
const inserts = /\bINTO\s+(?:"public"\s*\.\s*)?"\w+"[^()]*\([^()]*"tenantId"[^()]*\)/iu;

/** True where a statement is on what tenants own and neither asks for a tenant nor writes one. */
export function forgetsTenant(sql: string): boolean {
  if (onOwned.test(sql))
    return (
      !asksForTenant.test(sql) &&
      !(inserts.test(sql) && !/\b(?:UPDATE(?!\s+SET\b)|DELETE)/iu.test(sql))
    );
  return onTenant.test(sql) && !asksForTenantItself.test(sql);
}
