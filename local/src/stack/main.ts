import { settingsFromEnv } from "../settings/settings.ts";
import { startStack } from "./stack.ts";
import { showSteps } from "./steps.ts";
import { welcome } from "./welcome.ts";

/** `npm start`: runs until Ctrl-C, or until the process that started it is gone. */
async function main(): Promise<number> {
  const stopRequest = new AbortController();
  const requestStop = () => {
    if (stopRequest.signal.aborted) return;
    console.log("\nStopping…");
    stopRequest.abort(new Error("Stopped."));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, requestStop);
  process.once("disconnect", requestStop);

  try {
    const settings = settingsFromEnv(process.env);
    const stack = await startStack({
      settings,
      steps: showSteps((line) => console.log(line)),
      signal: stopRequest.signal,
    });
    console.log(welcome(settings));
    if (!stopRequest.signal.aborted)
      await new Promise((resolve) =>
        stopRequest.signal.addEventListener("abort", resolve, { once: true }),
      );
    await stack.stop();
    return 0;
  } catch (error) {
    if (stopRequest.signal.aborted) return 0;
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

process.exit(await main());
