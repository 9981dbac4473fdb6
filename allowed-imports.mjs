// The allowed imports between packages, and between the folders of a package. Nothing is inherited.
// Every import that is not named here is refused. The lint rule `structure/allowed-imports` and
// `.ci/structure.mjs` read this table. Tests (`*.test.*`, `testing/`) are exempt.
//
// A row:
//   packages  Packages that may be imported, or "all". "desktop/bridge" allows this entry only.
//   never     Packages and entries that must not be imported, each with the reason.
//   folders   Rows for folders of `src`; "." are the files directly in `src`. `imports` names the
//             other rows that a folder may import, or is "all". "calls" includes "calls/domain",
//             and "calls/." does not. `packages` of a folder replaces that of its package. `never`
//             of a folder adds to that of its package.

const withoutLivekit = { "livekit-client": "only client/media loads LiveKit" };

/** @type {Record<string, import("./.ci/structure/allowed.mjs").PackageRow>} */
export const allowedImports = {
  contract: { packages: [] },
  client: {
    packages: ["contract"],
    folders: {
      ".": {
        imports: ["session", "state", "feed", "commands", "presence", "media/state"],
        never: withoutLivekit,
      },
      session: { imports: [], never: withoutLivekit },
      state: { imports: ["session"], never: withoutLivekit },
      feed: { imports: ["session", "state"], never: withoutLivekit },
      commands: { imports: ["session", "state", "feed"], never: withoutLivekit },
      presence: { imports: ["session", "state", "feed", "commands"], never: withoutLivekit },
      media: { imports: [".", "session", "state", "media"] },
      "media/state": { imports: ["state"], never: withoutLivekit },
      "media/port": { imports: [], never: withoutLivekit },
      "media/hold-music": { imports: ["media/port"], never: withoutLivekit },
      "media/microphone": {
        imports: ["session", "media/port", "media/state"],
        never: withoutLivekit,
      },
      "media/audio-health": {
        imports: ["session", "media/port", "media/state"],
        never: withoutLivekit,
      },
      "media/connection": {
        imports: ["session", "media/port", "media/state", "media/microphone", "media/audio-health"],
        never: withoutLivekit,
      },
      "media/livekit": { imports: ["media/port", "media/hold-music"] },
      remote: { imports: ["remote"], never: withoutLivekit },
      "remote/port": { imports: ["session"], never: withoutLivekit },
      "remote/messages": { imports: [".", "state"], never: withoutLivekit },
      "remote/main": {
        imports: [".", "session", "state", "remote/messages", "remote/port"],
        never: withoutLivekit,
      },
      "remote/page": {
        imports: [".", "session", "state", "remote/messages", "remote/port"],
        never: withoutLivekit,
      },
      testing: { imports: "all" },
    },
  },
  react: {
    packages: ["client", "contract"],
    folders: {
      ".": { imports: "all" },
      components: {
        imports: [
          "components/customer",
          "components/elements",
          "connection",
          "hooks",
          "audio",
          "icons",
          "texts",
        ],
      },
      "components/calls": {
        imports: ["components/customer", "components/elements", "hooks", "audio", "icons", "texts"],
      },
      "components/customer": { imports: ["components/elements", "hooks", "icons", "texts"] },
      "components/elements": { imports: ["hooks", "icons", "texts"] },
      connection: { imports: [] },
      hooks: { imports: ["audio", "texts"] },
      audio: { imports: [] },
      icons: { imports: [] },
      texts: { imports: [] },
      testing: { imports: "all" },
    },
  },
  console: {
    packages: ["react", "client", "contract", "desktop/accounts", "desktop/bridge"],
    folders: {
      ".": { imports: [] },
      app: { imports: ["app", "pages", "shared", "styles"] },
      "app/find": { imports: ["pages", "shared"] },
      "app/media": { imports: [] },
      "app/missed": { imports: ["pages", "shared"] },
      "app/navigation": { imports: ["shared"] },
      "app/overview": { imports: ["app/navigation", "pages", "shared"] },
      "app/presence": { imports: ["shared"] },
      "app/shortcuts": { imports: ["app/find", "shared"] },
      "app/timers": { imports: [] },
      "pages/callbacks": { imports: ["shared"] },
      "pages/calls": { imports: ["shared"] },
      "pages/customers": { imports: ["shared"] },
      "pages/settings": { imports: ["shared"] },
      "pages/sign-in": { imports: ["shared"] },
      "pages/team": { imports: ["shared"] },
      shared: { imports: ["shared"] },
      "shared/accounts": { imports: [] },
      "shared/calls": { imports: ["shared/lists"] },
      "shared/forms": { imports: ["shared/accounts"] },
      "shared/lists": { imports: [] },
      "shared/people": { imports: [] },
      "shared/platform": { imports: [] },
      "shared/queue": { imports: ["shared/.", "shared/lists", "shared/people"] },
      styles: { imports: [] },
      gallery: { imports: ["app", "shared", "styles", "testing"] },
      testing: { imports: "all" },
    },
  },
  widget: {
    packages: ["client", "contract"],
    never: {
      "@supabase": "the widget's only feed is the long poll",
      "@synapse-voice/client/realtime": "the widget's only feed is the long poll",
    },
    folders: {
      ".": { imports: [] },
      loader: { imports: ["."], packages: [], never: { preact: "only the panel draws" } },
      warnings: { imports: ["."], packages: [], never: { preact: "only the panel draws" } },
      panel: { imports: [".", "panel"] },
      "panel/state": { imports: ["."] },
      "panel/texts": { imports: ["panel/state"] },
      "panel/screens": { imports: ["panel/state", "panel/texts"] },
      "panel/lazy": { imports: [".", "panel/screens", "panel/state", "panel/texts"] },
    },
  },
  desktop: {
    packages: ["client", "contract"],
    never: {
      "livekit-client": "renderers hold the media",
      "@synapse-voice/client/media": "renderers hold the media",
    },
    folders: {
      accounts: { imports: ["bridge"], packages: ["client"] },
      bridge: { imports: [], packages: [] },
      preload: { imports: ["bridge"], packages: [] },
      start: { imports: [], packages: [] },
      main: { imports: ["accounts", "bridge", "main"] },
      "main/accounts": { imports: ["accounts", "bridge", "main/session"] },
      "main/calls": { imports: ["accounts"] },
      "main/config": { imports: ["bridge"] },
      "main/security": { imports: ["main/config"] },
      "main/session": { imports: ["bridge"] },
      "main/ipc": { imports: ["bridge", "main/security", "main/session"] },
      "main/pages": { imports: ["main/config", "main/security"] },
      "main/pages-link": { imports: ["bridge", "main/security"] },
      "main/tray": { imports: [] },
      "main/windows": { imports: ["main/security"] },
    },
  },
  server: {
    packages: ["contract", "prisma", "platform"],
    folders: {
      ".": { imports: ["compose", "platform"] },
      compose: { imports: "all" },
      identity: { imports: [] },
      "identity/accounts": { imports: ["identity"] },
      "platform/rate-limits": { imports: [] },
      "platform/http": { imports: ["identity/.", "platform/rate-limits"] },
      calls: { imports: [] },
      "calls/domain": { imports: [], packages: ["contract"] },
      "calls/store": { imports: ["agents/store", "calls/.", "calls/domain", "identity/."] },
      "calls/service": {
        imports: ["agents/store", "calls/.", "calls/domain", "calls/store", "identity/."],
      },
      "calls/feed": { imports: ["calls/domain", "calls/store", "identity/."] },
      "calls/rooms": { imports: ["calls/domain", "calls/service", "calls/store"] },
      "calls/api": { imports: ["calls", "identity/.", "platform/http"] },
      agents: { imports: ["agents/store", "identity/.", "platform/http"] },
      "agents/store": { imports: ["agents/.", "identity/."] },
      callbacks: { imports: ["identity/.", "platform/http"] },
      customers: { imports: ["identity/.", "platform/http"] },
      notes: { imports: ["identity/.", "platform/http"] },
      settings: { imports: ["identity", "platform/http"] },
      queue: {
        imports: [
          "agents",
          "calls/.",
          "calls/domain",
          "calls/service",
          "calls/store",
          "identity/.",
          "platform/http",
        ],
      },
      webhooks: {
        imports: ["calls/domain", "calls/rooms", "calls/service", "calls/store", "platform/http"],
      },
      jobs: { imports: ["calls/domain", "calls/rooms", "calls/service", "calls/store"] },
      metrics: { imports: ["calls/domain", "calls/rooms", "calls/service"] },
      "tenant-command": { imports: [".", "identity"] },
      properties: { imports: "all" },
      testing: { imports: "all" },
    },
  },
  platform: {
    packages: ["contract", "prisma"],
    folders: {
      ".": { imports: ["clock", "media-server"] },
      clock: { imports: [] },
      database: { imports: [".", "clock"] },
      "media-server": { imports: ["."] },
      metrics: { imports: ["."] },
    },
  },
  prisma: {
    packages: [],
    folders: {
      ".": { imports: "all" },
      connection: { imports: [] },
      checks: { imports: ["connection"] },
      demo: { imports: ["connection"] },
      migrate: { imports: [] },
      testing: { imports: "all" },
    },
  },
  "examples/crm": { packages: ["react", "client"] },
  "examples/portal": { packages: ["widget"] },
  local: {
    packages: "all",
    folders: {
      ".": { imports: "all" },
      postgres: { imports: [] },
      gateway: { imports: [] },
      settings: { imports: ["postgres"] },
      processes: { imports: ["settings"] },
      builds: { imports: ["processes", "settings"] },
      published: { imports: [] },
      livekit: { imports: ["processes"] },
      pages: { imports: ["settings"] },
      stack: { imports: "all" },
      testing: { imports: "all" },
    },
  },
  e2e: { packages: "all" },
  bench: { packages: "all" },
};
