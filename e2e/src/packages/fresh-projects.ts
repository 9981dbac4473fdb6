import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** A new project: its files, and the commands that build, type-check and serve it. */
export interface FreshProject {
  readonly name: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  readonly build: readonly string[];
  readonly serve: (port: number) => readonly string[];
}

const compilerOptions = {
  target: "es2022",
  lib: ["es2023", "dom", "dom.iterable"],
  module: "esnext",
  moduleResolution: "bundler",
  jsx: "react-jsx",
  strict: true,
  skipLibCheck: false,
  isolatedModules: true,
  resolveJsonModule: true,
  esModuleInterop: true,
  incremental: true,
  noEmit: true,
};

/** The page's address carries the token and the address of the server. */
const settings = `
const settings = () => new URLSearchParams(location.hash.slice(1));
const getToken = async (): Promise<string> => settings().get("token") ?? "";
`;

/** An agent's page: Vite with React 18. */
export const viteProject: FreshProject = {
  name: "vite",
  dependencies: {
    "@types/react": "18.3.32",
    "@types/react-dom": "18.3.7",
    react: "18.3.1",
    "react-dom": "18.3.1",
    typescript: "7.0.2",
    vite: "8.4.0",
  },
  files: {
    "tsconfig.json": JSON.stringify({
      compilerOptions: { ...compilerOptions, types: [] },
      include: ["src"],
    }),
    "index.html": '<main id="app"></main><script type="module" src="/src/main.tsx"></script>',
    "src/main.tsx": `
import { StrictMode, version } from "react";
import { createRoot } from "react-dom/client";
import { AgentStateText, CallManager, VoiceProvider, useClientState } from "@synapse-voice/react";
import "@synapse-voice/react/styles.css";
${settings}
function State() {
  const { connection, presence } = useClientState();
  return (
    <p>
      React {version}: {connection},{" "}
      {presence && <AgentStateText agent={{ state: presence.state, reachable: true }} />}
    </p>
  );
}

createRoot(document.getElementById("app") as HTMLElement).render(
  <StrictMode>
    <VoiceProvider apiUrl={settings().get("api") ?? ""} getToken={getToken}>
      <State />
      <CallManager />
    </VoiceProvider>
  </StrictMode>,
);
`,
  },
  build: ["node_modules/vite/bin/vite.js", "build"],
  serve: (port) => [
    "node_modules/vite/bin/vite.js",
    "preview",
    "--host=127.0.0.1",
    "--strictPort",
    `--port=${port}`,
  ],
};

/** A customer's page: Next with the React that belongs to it. */
export const nextProject: FreshProject = {
  name: "next",
  dependencies: {
    "@types/node": "26.6.7",
    "@types/react": "19.3.3",
    "@types/react-dom": "19.3.0",
    next: "16.4.6",
    react: "19.3.1",
    "react-dom": "19.3.1",
    typescript: "7.0.2",
  },
  files: {
    "tsconfig.json": JSON.stringify({
      // The declarations of Next 16 use `PromiseWithResolvers`, which is of ES2024.
      compilerOptions: {
        ...compilerOptions,
        lib: ["es2024", "dom", "dom.iterable"],
        plugins: [{ name: "next" }],
      },
      include: ["next-env.d.ts", "**/*.ts", "**/*.tsx", ".next/types/**/*.ts"],
      exclude: ["node_modules"],
    }),
    "app/layout.tsx": `
import type { ReactNode } from "react";
import "@synapse-voice/react/styles.css";

export default function Layout({ children }: { children: ReactNode }) {
  return <html lang="en"><body>{children}</body></html>;
}
`,
    // A server component: the pieces carry "use client" themselves.
    "app/page.tsx": `
import { AgentSelector, CallManager } from "@synapse-voice/react";
import { Voice } from "./voice";

export default function Page() {
  return <Voice><AgentSelector /><CallManager /></Voice>;
}
`,
    "app/voice.tsx": `
"use client";
import { useEffect, useState, type ReactNode } from "react";
import { CallButton, VoiceProvider } from "@synapse-voice/react";
${settings}
export function Voice({ children }: { children: ReactNode }) {
  const [apiUrl, setApiUrl] = useState<string | null>(null);
  useEffect(() => setApiUrl(settings().get("api")), []);
  if (apiUrl === null) return null;
  const ada = settings().get("callee") ?? "";
  return (
    <VoiceProvider apiUrl={apiUrl} getToken={getToken} audience="customer">
      <CallButton supabaseUserId={ada} userName="Ada" label="Call Ada" />
      {children}
    </VoiceProvider>
  );
}
`,
  },
  build: ["node_modules/next/dist/bin/next", "build"],
  serve: (port) => ["node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1", "-p", `${port}`],
};

/** Writes the files of a project and its `package.json`, which names the tarballs. */
export async function writeProject(
  folder: string,
  { name, files, dependencies }: FreshProject,
  tarballs: Readonly<Record<string, string>>,
): Promise<void> {
  const manifest = { name, private: true, dependencies: { ...dependencies, ...tarballs } };
  const all = { ...files, "package.json": JSON.stringify(manifest) };
  for (const [path, text] of Object.entries(all)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
