import type { CallClient } from "@synapse-voice/client";
import { connectRemoteCallClient, domPort } from "@synapse-voice/client/remote";
import type { MainProcess } from "../platform/index.ts";

/**
 * Connects to the call client of the desktop's main process. `onLost` runs when the connection is
 * over, such as after a sign-out.
 */
export async function connectDesktop(
  { clientPort }: Pick<MainProcess, "clientPort">,
  onLost: () => void,
): Promise<CallClient> {
  const messagePort = await clientPort();
  const port = domPort(messagePort);
  const stopWatching = port.onClose(onLost);
  try {
    return await connectRemoteCallClient(port);
  } catch (error) {
    stopWatching();
    messagePort.close();
    throw error;
  }
}
