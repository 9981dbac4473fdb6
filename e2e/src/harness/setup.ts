import { inject } from "vitest";

// Profiles of browsers and whatever else a file's programs leave go with the run's folder.
process.env["TMPDIR"] = inject("runFolder");
