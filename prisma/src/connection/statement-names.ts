/**
 * So many statements of one pool are prepared; others, which may never be the same again, are sent
 * as they are.
 */
const most = 500;

/**
 * Names statements, "" where it has none to give: what has a name is parsed and planned once a
 * connection, which is half of what PostgreSQL spends on a short one.
 */
export function createStatementNames(): (query: { readonly sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined || names.size >= most) return known ?? "";
    const name = `s${names.size}`;
    names.set(sql, name);
    return name;
  };
}
