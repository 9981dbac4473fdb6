import { join } from "node:path";
import { build } from "rolldown";

/** Bundles one of the two scripts that Electron loads, except Electron itself and keytar. */
const script = (name: string, target: string) => ({
  input: join(import.meta.dirname, "src", name, `${name}.ts`),
  platform: "node" as const,
  external: ["electron", "keytar", /^node:/u],
  transform: { target },
  output: {
    file: join(import.meta.dirname, "dist", name, `${name}.cjs`),
    format: "cjs" as const,
    codeSplitting: false,
    dynamicImportInCjs: false,
  },
});

await build([script("main", "node16"), script("preload", "chrome108")]);
