import { defineConfig } from "oxlint";

const tests = ["**/*.test.mjs", "**/*.test.ts", "**/*.test.tsx", "**/testing/**"];

export default defineConfig({
  plugins: ["typescript", "unicorn", "import", "react", "jsx-a11y", "vitest"],
  jsPlugins: ["./.ci/structure/lint-plugin.mjs"],
  categories: { correctness: "error", suspicious: "error" },
  ignorePatterns: ["**/dist/**", "**/generated/**", "**/node_modules/**", ".local/**"],
  rules: {
    "typescript/no-explicit-any": "error",
    "typescript/no-non-null-assertion": "error",
    "max-lines": ["error", { max: 300 }],
    "max-lines-per-function": ["error", { max: 80 }],
    "import/no-cycle": ["error", { ignoreTypes: false }],
    // The table is in allowed-imports.mjs.
    "structure/allowed-imports": "error",
    // Off where the rule forbids what the code does on purpose.
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
    // React 18 lacks these, and the package works with it.
    {
      files: ["react/src/**"],
      rules: {
        "no-restricted-imports": [
          "error",
          {
            paths: [
              {
                name: "react",
                importNames: [
                  "Activity",
                  "ViewTransition",
                  "cache",
                  "use",
                  "useActionState",
                  "useEffectEvent",
                  "useOptimistic",
                ],
                message:
                  "React 18 has no such export. hooks/use-latest.ts replaces useEffectEvent.",
              },
            ],
          },
        ],
      },
    },
    // Tests may use the local stack. Their lists of cases have no length limit.
    {
      files: tests,
      rules: { "max-lines-per-function": "off", "typescript/no-non-null-assertion": "off" },
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
