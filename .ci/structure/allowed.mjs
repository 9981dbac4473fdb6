// Compares one import with the table of `allowed-imports.mjs`. Works on paths alone, without
// reading files, so that the lint rule can use it.
import { posix } from "node:path";

const scope = "@synapse-voice/";

/**
 * @typedef {{
 *   imports: readonly string[] | "all";
 *   packages?: readonly string[] | "all";
 *   never?: Record<string, string>;
 * }} FolderRow
 *
 * @typedef {{
 *   packages: readonly string[] | "all";
 *   never?: Record<string, string>;
 *   folders?: Record<string, FolderRow>;
 * }} PackageRow
 */

export const isExempt = (file) => /\.test\.\w+$|(?:^|\/)testing\//u.test(file);

/**
 * Returns why a file must not import a specifier, or undefined if it may.
 *
 * @param {Record<string, PackageRow>} table
 * @param {string} file Path from the repository's root, with slashes.
 * @param {string} specifier As written in the file.
 */
export function refusal(table, file, specifier) {
  const name = packageOf(table, file);
  if (name === undefined || isExempt(file)) return undefined;
  const own = table[name];
  const folder = folderOf(own, name, file);
  if (folder === null) return `${file} is in a folder of ${name} without a row`;
  const row = { ...own, ...own.folders?.[folder] };
  const banned = bannedBy({ ...own.never, ...row.never }, specifier);
  if (banned) return `${specifier} is not for ${pathOf(name, folder)}: ${banned}`;
  if (specifier.startsWith(scope)) return refusedPackage(row, pathOf(name, folder), specifier);
  if (!specifier.startsWith(".")) return undefined;
  const target = posix.join(posix.dirname(file), specifier);
  if (packageOf(table, target) !== name)
    return row.packages === "all" ? undefined : "another package is imported by its name";
  return refusedFolder(own, { name, folder, target });
}

/** Returns the rows of folders that a list of files does not use. */
export function unusedRows(table, files) {
  return Object.entries(table).flatMap(([name, { folders = {} }]) => {
    const used = new Set(files.map((file) => folderOf(table[name], name, file)));
    const unused = Object.keys(folders).filter((folder) => !used.has(folder));
    return unused.map((folder) => pathOf(name, folder));
  });
}

/** Compares a row with an entry of `imports`: "calls" includes "calls/domain", "calls/." does not. */
const isAllowed = (row, allowed) =>
  allowed.endsWith("/.") ? row === allowed.slice(0, -2) : within(row, allowed);
const within = (path, folder) => path === folder || path.startsWith(`${folder}/`);
const longest = (paths) => paths.toSorted((a, b) => b.length - a.length)[0];
const pathOf = (name, folder) => (folder === undefined ? name : posix.join(name, "src", folder));

const packageOf = (table, file) => longest(Object.keys(table).filter((name) => within(file, name)));

/** Returns undefined for a file without rows, outside `src` for one, and null for a missing row. */
function folderOf({ folders }, name, file) {
  if (!folders || !within(file, `${name}/src`)) return undefined;
  const inside = posix.relative(`${name}/src`, file);
  if (!inside.includes("/")) return folders["."] ? "." : null;
  return longest(Object.keys(folders).filter((folder) => inside.startsWith(`${folder}/`))) ?? null;
}

function bannedBy(never, specifier) {
  const ban = Object.entries(never).find(([name]) => within(specifier, name));
  return ban?.[1];
}

function refusedPackage({ packages }, from, specifier) {
  const wanted = specifier.slice(scope.length);
  if (packages === "all" || packages.some((allowed) => within(wanted, allowed))) return undefined;
  return `${from} may import only these packages: ${packages.join(", ") || "none"}`;
}

function refusedFolder(own, { name, folder, target }) {
  const other = folderOf(own, name, target);
  if (folder === undefined || other === undefined || other === folder) return undefined;
  if (other === null) return `${target} is in a folder of ${name} without a row`;
  const { imports } = own.folders[folder];
  if (imports === "all" || imports.some((allowed) => isAllowed(other, allowed))) return undefined;
  return `${pathOf(name, folder)} may import only these folders: ${imports.join(", ") || "none"}`;
}
