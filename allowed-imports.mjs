// Which package may import which, and which folder of a package which other folder. Nothing is
// inherited, and what is not named here is refused. The lint rule `structure/allowed-imports` and
// `.ci/structure.mjs` read this table. Tests (`*.test.*`, `testing/`) are exempt.
//
// A row:
//   packages  Packages that may be imported, or "all". "desktop/bridge" allows this entry only.
//   never     Packages and entries that must not be imported, each with the reason.
//   folders   Rows for folders of `src`; "." are the files directly in `src`. `imports` names the
//             other rows that a folder may import ("calls" stands for "calls/domain", too), or
//             "all". `packages` and `never` of a folder replace or add to those of its package.

const withoutLivekit = { "livekit-client": "only client/media loads LiveKit" };

/** @type {Record<string, import("./.ci/structure/allowed.mjs").PackageRow>} */
export const allowedImports = {
  contract: { packages: [] },
  client: {
    packages: ["contract"],
    folders: {
      ".": { imports: "all", never: withoutLivekit },
      session: { imports: "all", never: withoutLivekit },
      state: { imports: "all", never: withoutLivekit },
      feed: { imports: "all", never: withoutLivekit },
      commands: { imports: "all", never: withoutLivekit },
      presence: { imports: "all", never: withoutLivekit },
      media: { imports: "all" },
      testing: { imports: "all" },
    },
  },
  react: { packages: ["client", "contract"] },
  console: { packages: ["react", "client", "contract"] },
  widget: {
    packages: ["client", "contract"],
    never: {
      "@supabase": "the widget's only feed is the long poll",
      "@synapse-voice/client/realtime": "the widget's only feed is the long poll",
    },
  },
  desktop: {
    packages: ["client", "contract"],
    never: {
      "livekit-client": "renderers hold the media",
      "@synapse-voice/client/media": "renderers hold the media",
    },
  },
  server: { packages: ["contract", "prisma", "platform"] },
  platform: { packages: ["contract", "prisma"] },
  prisma: { packages: [] },
  "examples/crm": { packages: ["react", "client"] },
  "examples/portal": { packages: ["widget"] },
  local: { packages: "all" },
  e2e: { packages: "all" },
  bench: { packages: "all" },
};
