/** The fields of `package.json` that packing reads or changes. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  /** Source files by entry point, such as `"./media": "./src/media/index.ts"`. */
  readonly exports: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** Entry points that serve our own tests, and are not published. */
const unpublished: readonly string[] = ["@synapse-voice/contract/testing"];

/** Fields that are of use only where the sources are. */
const sourceFields: readonly string[] = ["devDependencies", "scripts"];

function publishedEntries({ name, exports }: Manifest): [entry: string, source: string][] {
  return Object.entries(exports).filter(
    ([entry]) => !unpublished.includes(`${name}${entry.replace(/^\./u, "")}`),
  );
}

/** Returns the source files of the entry points that are published. */
export const entrySources = (manifest: Manifest): string[] =>
  publishedEntries(manifest).map(([, source]) => source);

/** Returns the path in `dist` that a source file is built to. */
export const builtPath = (source: string): string =>
  source.replace(/^\.\/src\//u, "./dist/").replace(/\.tsx?$/u, ".js");

const declarationPath = (built: string): string =>
  built.endsWith(".css") ? `${built}.d.ts` : built.replace(/\.js$/u, ".d.ts");

/** Returns the manifest that is packed. Its entry points are built files in place of sources. */
export function publishedManifest(manifest: Manifest): Record<string, unknown> {
  const exports = publishedEntries(manifest).map(([entry, source]) => {
    const built = builtPath(source);
    return [entry, { types: declarationPath(built), default: built }];
  });
  const fields = Object.entries(manifest).filter(([field]) => !sourceFields.includes(field));
  return { ...Object.fromEntries(fields), exports: Object.fromEntries(exports) };
}
