// Writes the reports of the public API of client and react, or checks that they are up to date.
//
//   node client/api-report.ts           writes client/api/*.api.md and react/api/*.api.md
//   node client/api-report.ts --check   changes nothing, and fails if a report differs
//
// tsc writes the type declarations of both packages and of contract to .local/api-report. There
// they form packages as they would be published, so that API Extractor keeps them apart. API
// Extractor has a TypeScript of its own, and reads only these declarations.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  CompilerState,
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
} from "@microsoft/api-extractor";

const root = dirname(import.meta.dirname);
const work = join(root, ".local", "api-report");
const packagesFolder = join(work, "packages");
const compilerOptions = {
  target: "es2023",
  module: "esnext",
  moduleResolution: "bundler",
  lib: ["es2023", "dom", "dom.iterable"],
  jsx: "react-jsx",
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
};

/** The packages whose declarations are written; contract has no report. */
const packages = ["contract", "client", "react"] as const;
const reported: readonly (typeof packages)[number][] = ["client", "react"];

interface Manifest {
  readonly name: string;
  readonly version: string;
  /** Source files by entry point, such as `"./media": "./src/media/index.ts"`. */
  readonly exports: Readonly<Record<string, string>>;
}

const manifestOf = (name: string): Manifest =>
  JSON.parse(readFileSync(join(root, name, "package.json"), "utf8")) as Manifest;

/** Entry points of a package that have types: not its style sheets. */
const entriesOf = ({ exports }: Manifest): [entry: string, source: string][] =>
  Object.entries(exports).filter(([, source]) => /\.tsx?$/u.test(source));

const declarationOf = (source: string): string => source.replace(/\.tsx?$/u, ".d.ts");

/** Returns the source file of each entry point, by the name that imports use. */
const sourcesByImport = (): Record<string, string> =>
  Object.fromEntries(
    packages.flatMap((name) => {
      const manifest = manifestOf(name);
      return entriesOf(manifest).map(([entry, source]) => [
        join(manifest.name, entry),
        join(root, name, source),
      ]);
    }),
  );

function writeDeclarations(): void {
  const sources = sourcesByImport();
  const config = join(work, "tsconfig.json");
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(root, "tsconfig.base.json"),
      compilerOptions: {
        ...compilerOptions,
        noEmit: false,
        declaration: true,
        emitDeclarationOnly: true,
        rootDir: root,
        outDir: packagesFolder,
        typeRoots: [join(root, "node_modules", "@types")],
        // Without it, TypeScript 7.0.2 may find a package by its link in node_modules first, and
        // then writes no declarations of it. That differs from run to run.
        paths: Object.fromEntries(Object.entries(sources).map(([name, path]) => [name, [path]])),
      },
      files: Object.values(sources),
    }),
  );
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  execFileSync(process.execPath, [tsc, "-p", config], { stdio: "inherit" });
}

/** Makes packages of the declarations, which find one another in `node_modules`. */
function linkPackages(): void {
  const modules = join(work, "node_modules", "@synapse-voice");
  mkdirSync(modules, { recursive: true });
  for (const name of packages) {
    const manifest = manifestOf(name);
    const exports = Object.fromEntries(
      entriesOf(manifest).map(([entry, source]) => [entry, { types: declarationOf(source) }]),
    );
    writeFileSync(
      join(packagesFolder, name, "package.json"),
      JSON.stringify({ name: manifest.name, version: manifest.version, type: "module", exports }),
    );
    symlinkSync(join(packagesFolder, name), join(modules, name), "junction");
  }
}

/** One entry point with types, such as `./media` of client. */
interface EntryPoint {
  readonly name: (typeof packages)[number];
  readonly reportFileName: string;
  readonly extractorConfig: ExtractorConfig;
}

function entryPoint(name: EntryPoint["name"], entry: string, source: string): EntryPoint {
  const projectFolder = join(packagesFolder, name);
  const reportFileName = `${[name, ...entry.split("/").slice(1)].join("-")}.api.md`;
  const extractorConfig = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(projectFolder, "package.json"),
    configObject: {
      projectFolder,
      mainEntryPointFilePath: join(projectFolder, declarationOf(source)),
      compiler: { overrideTsconfig: { compilerOptions, include: ["src"] } },
      apiReport: {
        enabled: true,
        reportFileName,
        reportFolder: join(root, name, "api"),
        reportTempFolder: join(work, "reports"),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: "lf",
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
  });
  return { name, reportFileName, extractorConfig };
}

/** Writes or checks all reports. Returns the paths of those that changed. */
function writeReports(check: boolean): string[] {
  const entries = reported.flatMap((name) =>
    entriesOf(manifestOf(name)).map(([entry, source]) => entryPoint(name, entry, source)),
  );
  const [first] = entries;
  if (!first) return [];
  // One program for all reports, as most of the time is spent on reading types.
  const compilerState = CompilerState.create(first.extractorConfig, {
    additionalEntryPoints: entries.map(
      ({ extractorConfig }) => extractorConfig.mainEntryPointFilePath,
    ),
  });
  return entries.flatMap(({ name, reportFileName, extractorConfig }) => {
    const path = `${name}/api/${reportFileName}`;
    mkdirSync(join(root, name, "api"), { recursive: true });
    const result = Extractor.invoke(extractorConfig, {
      compilerState,
      localBuild: !check,
      messageCallback: (message) => {
        message.handled = message.logLevel !== ExtractorLogLevel.Error;
      },
    });
    if (result.errorCount > 0) throw new Error(`API Extractor failed for ${path}`);
    return result.apiReportChanged ? [path] : [];
  });
}

const check = process.argv.includes("--check");
rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
writeDeclarations();
linkPackages();
const changed = writeReports(check);
for (const path of changed) console.log(`${path} ${check ? "is out of date" : "written"}`);
if (check && changed.length > 0) {
  console.error("The public API changed. Run `npm run api`, look at the change and commit it.");
  process.exitCode = 1;
}
