import { startPages } from "../../pages/index.ts";
import { runPart } from "../part-messages.ts";
import { settingsFromEnv } from "../settings.ts";

await runPart(() => startPages(settingsFromEnv(process.env)));
