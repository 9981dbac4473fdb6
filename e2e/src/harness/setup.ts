import { inject } from "vitest";

// Browser profiles and other temporary files are removed with the folder of the run.
process.env["TMPDIR"] = inject("runFolder");
