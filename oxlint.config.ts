import { defineConfig, type OxlintOverride } from "oxlint";

/** Which rooms a room may import (docs/architecture.md). What is not named here is refused. */
const arrows: Record<string, readonly string[]> = {
  contract: [],
  client: ["contract"],
  react: ["contract", "client"],
  console: ["contract", "client", "react"],
  widget: ["contract", "client"],
  desktop: ["contract", "client"],
  server: ["contract", "prisma", "platform"],
  platform: ["contract", "prisma"],
  prisma: [],
};

const rooms = [...Object.keys(arrows), "local", "e2e", "bench"];
const tests = ["**/*.test.ts", "**/*.test.tsx", "**/testing/**"];

/** Packages that a folder must never load, with the reason. */
const banned: { files: string[]; names: string[]; why: string }[] = [
  {
    files: ["client/src/{session,state,feed,commands,presence}/**"],
    names: ["livekit-client"],
    why: "only media knows LiveKit",
  },
  {
    files: ["widget/**"],
    names: ["@supabase/.*", "@synapse-voice/client/realtime"],
    why: "the widget's only feed is the long poll",
  },
  {
    files: ["desktop/**"],
    names: ["@synapse-voice/client/media", "livekit-client"],
    why: "media lives in renderers",
  },
];

const restricted = (
  room: string,
  extra: { regex: string; message: string }[],
): NonNullable<OxlintOverride["rules"]> => {
  const others = rooms.filter((other) => other !== room);
  const forbidden = others.filter((other) => !arrows[room]?.includes(other));
  const patterns = [
    {
      regex: `^@synapse-voice/(?:${forbidden.join("|")})(?:/|$)`,
      message: `${room} may import only: ${arrows[room]?.join(", ") || "nothing of ours"}`,
    },
    {
      regex: `^(?:\\.\\./)+(?:${others.join("|")})/(?:src|generated)/`,
      message: "another room is imported by its package name",
    },
    ...extra,
  ];
  return { "no-restricted-imports": ["error", { patterns }] };
};

const bans = (files: string[]) =>
  banned
    .filter((ban) => ban.files.some((pattern) => files.includes(pattern)))
    .map(({ names, why }) => ({ regex: `^(?:${names.join("|")})(?:/|$)`, message: why }));

export default defineConfig({
  plugins: ["typescript", "unicorn", "import", "react", "jsx-a11y", "vitest"],
  categories: { correctness: "error", suspicious: "error" },
  ignorePatterns: ["**/dist/**", "**/generated/**", "**/node_modules/**", ".local/**"],
  rules: {
    "typescript/no-explicit-any": "error",
    "typescript/no-non-null-assertion": "error",
    "max-lines": ["error", { max: 500 }],
    "max-lines-per-function": ["error", { max: 100 }],
    "import/no-cycle": "error",
    // Off where the rule forbids what these rooms do on purpose.
    "no-shadow": "off",
    "no-await-in-loop": "off",
    "no-underscore-dangle": "off",
    "import/no-unassigned-import": "off",
    "react/react-in-jsx-scope": "off",
    "unicorn/no-array-sort": "off",
    "unicorn/consistent-function-scoping": "off",
    "jsx-a11y/prefer-tag-over-role": "off",
    "vitest/require-mock-type-parameters": "off",
  },
  overrides: [
    ...Object.keys(arrows).map((room) => ({
      files: [`${room}/**`],
      rules: restricted(room, bans([`${room}/**`])),
    })),
    {
      files: ["client/src/{session,state,feed,commands,presence}/**"],
      rules: restricted("client", bans(["client/src/{session,state,feed,commands,presence}/**"])),
    },
    // Tests may stand on the local stack and need no length limit for their lists of sentences.
    {
      files: tests,
      rules: {
        "max-lines-per-function": "off",
        "typescript/no-non-null-assertion": "off",
        "no-restricted-imports": "off",
      },
    },
    {
      files: ["e2e/**"],
      rules: {
        "max-lines-per-function": "off",
        "typescript/no-non-null-assertion": "off",
        "vitest/expect-expect": ["error", { assertFunctionNames: ["expect", "expect*"] }],
      },
    },
  ],
});
