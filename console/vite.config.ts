import { defineConfig } from "vite";

export default defineConfig({
  oxc: { jsx: { runtime: "automatic" } },
  build: {
    target: "chrome108",
    // One file more would be one request more; the call's media is a chunk of its own and loads
    // with the first call.
    cssCodeSplit: false,
    chunkSizeWarningLimit: 700,
    rolldownOptions: { input: { index: "index.html", ring: "ring.html" } },
  },
  worker: { format: "es" },
});
