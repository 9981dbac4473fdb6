import { defineConfig } from "vite";

// Served below the console's address, as a CRM of the same company would be.
export default defineConfig({
  base: "/crm/",
  oxc: { jsx: { runtime: "automatic" } },
  build: { target: "chrome108", cssCodeSplit: false, chunkSizeWarningLimit: 700 },
});
