import { screens } from "./.ci/structure/rows/screens.mjs";
import { servers } from "./.ci/structure/rows/servers.mjs";

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

/** @type {Record<string, import("./.ci/structure/allowed.mjs").PackageRow>} */
export const allowedImports = { ...screens, ...servers };
