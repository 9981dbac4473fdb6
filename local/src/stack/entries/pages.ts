import { startPages } from "../../pages/index.ts";
import { runStackProcess } from "../../processes/process-messages.ts";
import { settingsFromEnv } from "../../settings/settings.ts";

await runStackProcess(() => startPages(settingsFromEnv(process.env)));
