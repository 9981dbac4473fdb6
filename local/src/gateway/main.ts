import { settingsFromEnv } from "./settings.ts";
import { startGateway } from "./start-gateway.ts";

const log = (line: string) => void process.stdout.write(`${line}\n`);

try {
  const gateway = await startGateway({ ...settingsFromEnv(process.env), log });
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void gateway.stop().then(() => process.exit(0)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
