/**
 * Returns true for the text form of a UUID. PostgreSQL rejects a statement that compares a `uuid`
 * column with any other text.
 */
export const isUuid = (id: string): boolean =>
  /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu.test(id);
