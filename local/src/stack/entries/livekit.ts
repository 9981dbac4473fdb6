import { join } from "node:path";
import { startLivekit } from "../../livekit/index.ts";
import { runStackProcess } from "../../processes/process-messages.ts";
import { localKeys, settingsFromEnv, urlsOf } from "../../settings/settings.ts";

await runStackProcess(() => {
  const { ports, dataDir } = settingsFromEnv(process.env);
  const livekit = {
    port: ports.livekit,
    udpPort: ports.livekitUdp,
    apiKey: localKeys.livekitKey,
    apiSecret: localKeys.livekitSecret,
    webhookUrl: `${urlsOf(ports).api}/api/webhooks/livekit`,
  };
  return startLivekit(
    process.env["LIVEKIT_SERVER_BIN"] ?? "livekit-server",
    join(dataDir, "livekit"),
    livekit,
    "inherit",
  );
});
