declare const kind: unique symbol;

/**
 * Id of a tenant. Every store method takes it first (`tenant-first.test.ts` holds the types to
 * that), and it comes from whom the token stands for, or from a row of the database; never from a
 * request. A plain string passes for one, any other kind of id does not.
 */
export type TenantId = string & { readonly [kind]?: "tenant" };
