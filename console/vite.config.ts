import { join } from "node:path";
import { defineConfig } from "vite";

const unusedSupabase = join(import.meta.dirname, "src/app/services/unused-supabase.ts");

export default defineConfig({
  oxc: { jsx: { runtime: "automatic" } },
  resolve: {
    alias: {
      "@supabase/functions-js": unusedSupabase,
      "@supabase/postgrest-js": unusedSupabase,
      "@supabase/storage-js": unusedSupabase,
    },
  },
  build: {
    target: "chrome108",
    // One file more would be one request more.
    cssCodeSplit: false,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: { index: "index.html", ring: "ring.html" },
      output: {
        codeSplitting: {
          // One chunk has all that both pages or a lazy chunk share with the first screen. One for
          // each set of sharers would be 40 small files, and 9 kB more after compression.
          groups: [{ name: "common", tags: ["$initial"], minShareCount: 2 }],
          includeDependenciesRecursively: false,
        },
      },
    },
  },
  worker: { format: "es" },
});
