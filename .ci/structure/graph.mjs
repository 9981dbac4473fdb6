// Resolves imports to files and finds circles between files and between folders.
import { posix } from "node:path";

const extensions = ["", ".ts", ".tsx", ".mts", ".mjs", ".js", "/index.ts", "/index.tsx"];

/**
 * Returns a function that resolves a specifier, as written in a file, to a file of the repository;
 * undefined for packages of others. `manifests` are the parsed package.json files by folder.
 */
export function resolver(files, manifests) {
  const known = new Set(files);
  const packages = new Map(
    Object.entries(manifests).map(([folder, manifest]) => [manifest.name, { folder, manifest }]),
  );
  const existing = (path) => extensions.map((end) => path + end).find((one) => known.has(one));
  return (file, specifier) => {
    if (specifier.startsWith(".")) return existing(posix.join(posix.dirname(file), specifier));
    const [, name, rest] = /^((?:@[^/]+\/)?[^/]+)(.*)$/u.exec(specifier) ?? [];
    const target = packages.get(name);
    const entry = target?.manifest.exports?.[`.${rest}`];
    return typeof entry === "string" ? existing(posix.join(target.folder, entry)) : undefined;
  };
}

/** Returns the groups of nodes that reach each other (Tarjan's algorithm), each in order of name. */
export function circles(nodes, targetsOf) {
  const found = [];
  const state = new Map();
  const stack = [];
  const enter = (node) => {
    const own = { index: state.size, low: state.size, open: true };
    state.set(node, own);
    stack.push(node);
    for (const target of targetsOf(node)) {
      const other = state.get(target) ?? enter(target);
      if (other.open) own.low = Math.min(own.low, other.low);
    }
    if (own.low === own.index) {
      const group = stack.splice(stack.indexOf(node));
      for (const member of group) state.get(member).open = false;
      if (group.length > 1) found.push(group.toSorted());
    }
    return own;
  };
  for (const node of nodes) if (!state.has(node)) enter(node);
  return found;
}

/**
 * Returns the circles between the entries of each folder below `source`: its folders, and the files
 * beside them. Circles of files only are left out, because `circles` reports them already.
 */
export function folderCircles(source, edges) {
  const levels = new Map();
  for (const [from, to] of edges) {
    const level = commonFolder(from, to);
    if (level !== source && !level.startsWith(`${source}/`)) continue;
    const [a, b] = [from, to].map((path) => entryOf(level, path));
    if (a === b) continue;
    const graph = levels.get(level) ?? levels.set(level, new Map()).get(level);
    graph.set(a, (graph.get(a) ?? new Set()).add(b));
  }
  return [...levels].flatMap(([level, graph]) =>
    circles(graph.keys(), (node) => graph.get(node) ?? [])
      .filter((group) => group.some((entry) => entry.endsWith("/")))
      .map((group) => group.map((entry) => posix.join(level, entry))),
  );
}

function commonFolder(a, b) {
  const parts = posix.dirname(b).split("/");
  const same = posix
    .dirname(a)
    .split("/")
    .findIndex((part, index) => part !== parts[index]);
  return (same === -1 ? posix.dirname(a).split("/") : parts.slice(0, same)).join("/");
}

/** Returns the entry of a folder that leads to a path: `calls/` or `main.ts`. */
function entryOf(level, path) {
  const [first, ...rest] = path.slice(level.length + 1).split("/");
  return rest.length > 0 ? `${first}/` : first;
}
