/**
 * Maximum number of prepared statements per pool. Later ones are sent unprepared, because their
 * texts may differ each time.
 */
const maxNames = 500;

/**
 * Returns a function that names statements, or returns "" for a statement without a name.
 * PostgreSQL parses and plans a named statement once per connection, which is half of the cost of a
 * short one.
 */
export function createStatementNames(): (query: { readonly sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined || names.size >= maxNames) return known ?? "";
    const name = `s${names.size}`;
    names.set(sql, name);
    return name;
  };
}
