import { settingsFromEnv } from "../settings/settings.ts";
import { startStack } from "./stack.ts";
import { showSteps } from "./steps.ts";
import { welcome } from "./welcome.ts";

/** `npm start`: runs until Ctrl-C, or until the process that started it is gone. */
async function main(): Promise<number> {
  const asked = new AbortController();
  const ask = () => {
    if (asked.signal.aborted) return;
    console.log("\nStopping…");
    asked.abort(new Error("Stopped."));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, ask);
  process.once("disconnect", ask);

  try {
    const stack = await startStack({
      settings: settingsFromEnv(process.env),
      steps: showSteps((line) => console.log(line)),
      signal: asked.signal,
    });
    console.log(welcome(stack.urls));
    if (!asked.signal.aborted)
      await new Promise((resolve) =>
        asked.signal.addEventListener("abort", resolve, { once: true }),
      );
    await stack.stop();
    return 0;
  } catch (error) {
    if (asked.signal.aborted) return 0;
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

process.exit(await main());
