import { buildGoProgram } from "../processes/build-go.ts";
import { livekitVersion } from "./version.ts";

/** Builds livekit-server from its Go module into `target`. Takes about two minutes on two cores. */
export async function buildWithGo(
  target: string,
  env: NodeJS.ProcessEnv,
  log: (line: string) => void,
): Promise<void> {
  const module = `github.com/livekit/livekit-server/cmd/server@v${livekitVersion}`;
  await buildGoProgram(
    {
      name: `LiveKit ${livekitVersion}`,
      target,
      args: () => ["install", "-trimpath", "-ldflags", "-s -w", module],
      program: "server",
    },
    env,
    log,
  );
}
