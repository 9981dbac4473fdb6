declare const kind: unique symbol;

/**
 * The id of a tenant. Every method of a store takes it as its first parameter, which
 * `tenant-first.test.ts` checks by the types. It comes from the signed-in person or from a row of
 * the database, and never from a request. The type accepts plain strings, but no other kind of id.
 */
export type TenantId = string & { readonly [kind]?: "tenant" };
