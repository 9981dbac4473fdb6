import { startPages } from "../../pages/index.ts";
import { runPart } from "../../processes/process-messages.ts";
import { settingsFromEnv } from "../../settings/settings.ts";

await runPart(() => startPages(settingsFromEnv(process.env)));
