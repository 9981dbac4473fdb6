import { basename } from "node:path";
import { parseSync, type Plugin } from "vite";
import { reassignedInFunctions } from "./reassigned.ts";

/** The panel's export for the loader. All other exports of the panel are for its lazy chunks. */
const publicExport = "mount";

/** Returns what the panel has for its lazy chunks, by the names of the exports, in a fixed order. */
const sharedNames = (exports: readonly string[]): string[] =>
  exports.filter((name) => name !== publicExport).toSorted();

/** A part of the code and its replacement. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function applyEdits(code: string, edits: readonly Edit[]): string {
  let result = code;
  for (const { start, end, text } of edits.toSorted((a, b) => b.start - a.start))
    result = result.slice(0, start) + text + result.slice(end);
  return result;
}

/** Exports only `mount`, and passes everything else to the lazy chunks that the panel imports. */
function bindPanel(code: string, shared: readonly string[]): string {
  const { module, program } = parseSync("panel.js", code);
  const locals = new Map<string | null, string>();
  for (const { exportName, localName } of module.staticExports.flatMap(({ entries }) => entries)) {
    if (localName.name === null)
      throw new Error(`The panel's export ${exportName.name} is unnamed.`);
    locals.set(exportName.name, localName.name);
  }
  const localOf = (name: string): string => {
    const local = locals.get(name);
    if (local === undefined) throw new Error(`The panel does not export ${name}.`);
    return local;
  };
  const values = shared.map(localOf);
  const changing = reassignedInFunctions(program, new Set(values));
  if (changing.size > 0)
    throw new Error(
      `Lazy chunks get values of the panel once, but these change later: ${[...changing].join()}.`,
    );
  const imports = module.dynamicImports.map(({ start, end }): Edit => {
    const [awaiting] = /\bawait\s+$/u.exec(code.slice(0, start)) ?? [];
    if (!awaiting) throw new Error("The panel must await the import of each lazy chunk directly.");
    const text = `(await ${code.slice(start, end)}).default(panelBindings)`;
    return { start: start - awaiting.length, end, text };
  });
  const exports = module.staticExports.map(({ start, end }) => ({ start, end, text: "" }));
  return `${applyEdits(code, [...imports, ...exports])}
const panelBindings = [${values.join()}];
export { ${localOf(publicExport)} as ${publicExport} };
`;
}

/**
 * Makes a function of the chunk, which gets the values of the panel and returns the exports. It
 * runs the chunk's code once for each panel.
 */
function bindLazyChunk(code: string, shared: readonly string[], panelFile: string): string {
  const { module } = parseSync("chunk.js", code);
  const names: string[] = shared.map(() => "");
  for (const { moduleRequest, entries } of module.staticImports) {
    if (moduleRequest.value !== `./${panelFile}`)
      throw new Error(`A lazy chunk may import only the panel, but not ${moduleRequest.value}.`);
    for (const { importName, localName } of entries) {
      const index = shared.indexOf(importName.name ?? "");
      if (index < 0) throw new Error(`The panel has no ${importName.name} for a lazy chunk.`);
      names[index] = localName.value;
    }
  }
  const getters = module.staticExports
    .flatMap(({ entries }) => entries)
    .map(({ exportName, localName }) => {
      if (exportName.name === null || localName.name === null)
        throw new Error("A lazy chunk may have only named exports.");
      return `get ${exportName.name}() { return ${localName.name}; }`;
    });
  const edits = [...module.staticImports, ...module.staticExports].map(({ start, end }) => ({
    start,
    end,
    text: "",
  }));
  return `const createChunk = ([${names.join()}]) => {
${applyEdits(code, edits)}
return { ${getters.join(",\n")} };
};
let lastBindings, lastExports;
export default (panelBindings) => {
  if (panelBindings !== lastBindings) {
    lastBindings = panelBindings;
    lastExports = createChunk(panelBindings);
  }
  return lastExports;
};
`;
}

/**
 * Makes each lazy chunk use the panel that loads it.
 *
 * A bundler lets lazy chunks import the panel by its file name. But after a failed or hung import,
 * the loader imports the panel with a query (`panel-HASH.js?1`), because browsers can cache the
 * failure. To a browser, that is another module than `panel-HASH.js`. So the lazy chunks would load
 * the panel a second time, with a Preact and a state of its own, or wait for the hung import.
 * Portals serve the files as they are, so no server can make the two addresses one.
 *
 * A lazy chunk itself keeps its address when its import is retried. Since 2026, the HTML standard
 * lets browsers forget failed imports, and Chromium 156 does so (`embed.integration.test.ts`). In
 * older browsers that still cache them, the chunk stays missing until the page is loaded again.
 *
 * With this plugin, no chunk imports the panel. The panel passes its values to the chunk. They are
 * read when the panel has run, so the build fails if one of them can change later.
 */
export const bindLazyChunks: Plugin = {
  name: "bind-lazy-chunks",
  renderChunk: (code, { isEntry }, _options, { chunks }) => {
    const panel = Object.values(chunks).find((chunk) => chunk.isEntry);
    if (!panel) throw new Error("The build has no entry for the panel.");
    const shared = sharedNames(panel.exports);
    return {
      code: isEntry
        ? bindPanel(code, shared)
        : bindLazyChunk(code, shared, basename(panel.fileName)),
      map: null,
    };
  },
};
