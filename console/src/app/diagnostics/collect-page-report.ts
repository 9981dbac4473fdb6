import type { CallClient } from "@synapse-voice/client";
import { type CallMedia, testMediaWays } from "@synapse-voice/client/media";
import type { PageReport } from "@synapse-voice/desktop/bridge";

const maxLabel = 200;
const maxDevices = 50;

/** Lists microphones and speakers by their labels alone. */
async function devices(): Promise<PageReport["devices"]> {
  const found = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  return found
    .flatMap(({ kind, label }): PageReport["devices"] =>
      kind === "videoinput"
        ? []
        : [{ kind: kind === "audioinput" ? "input" : "output", label: label.slice(0, maxLabel) }],
    )
    .slice(0, maxDevices);
}

async function microphonePermission(): Promise<string> {
  try {
    return (await navigator.permissions.query({ name: "microphone" as PermissionName })).state;
  } catch {
    return "unknown";
  }
}

/** Tries the ways to the media server, in rooms that are no calls. */
async function media({
  startEchoTest,
}: Pick<CallClient, "startEchoTest">): Promise<PageReport["media"]> {
  const access = async () => {
    const { mediaUrl: url, tokens } = await startEchoTest();
    return [
      { url, token: tokens[0] },
      { url, token: tokens[1] },
    ] as const;
  };
  const results = await testMediaWays(access);
  return results.map((result) => ({ ...result, detail: result.detail.slice(0, maxLabel) }));
}

function lastCall({ lastNetwork }: Pick<CallMedia, "lastNetwork">): PageReport["lastCall"] {
  const network = lastNetwork();
  return network === null
    ? null
    : {
        ...network,
        at: new Date(network.at).toISOString(),
        transport: network.transport ?? "unknown",
      };
}

/** Collects the part of a support report that only a page can give. */
export async function collectPageReport(
  client: Pick<CallClient, "startEchoTest">,
  calls: Pick<CallMedia, "lastNetwork">,
): Promise<PageReport> {
  const [found, permission, ways] = await Promise.all([
    devices(),
    microphonePermission(),
    media(client).catch((error: unknown): PageReport["media"] => [
      {
        way: "udp",
        outcome: "failed",
        ms: null,
        detail: `no room for the test: ${String(error)}`.slice(0, maxLabel),
      },
    ]),
  ]);
  return {
    devices: found,
    microphonePermission: permission,
    media: ways,
    lastCall: lastCall(calls),
  };
}
