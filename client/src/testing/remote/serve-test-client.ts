import { serveCallClient, type ServedCallClient } from "../../remote/main/serve-call-client.ts";
import type { CallClient } from "../../client.ts";
import type { ClientClock } from "../../session/clock.ts";
import { connectRemoteCallClient } from "../../remote/page/connect-remote-call-client.ts";
import { onCall, startTestClient, type TestClient } from "../test-client.ts";
import { createMemoryPorts, type MemoryPorts } from "./memory-ports.ts";

/** A page that uses a served client. */
export interface TestPage {
  readonly page: CallClient;
  readonly ports: MemoryPorts;
  /** Reasons for which messages to the served client, and to the page, were dropped. */
  readonly dropped: { readonly main: readonly string[]; readonly page: readonly string[] };
  /** Reports of `onResponsive`, oldest first. */
  readonly responsive: readonly boolean[];
  stop(): void;
}

/** A client of Ada that pages can open. */
export interface ServedTestClient extends Omit<TestClient, "client"> {
  readonly main: ServedCallClient;
  /** Opens a page, which is attached then. It has the same clock unless another one is given. */
  open(clock?: ClientClock): Promise<TestPage>;
}

/** Starts a client of Ada on device "device", which no page uses yet. */
export async function serveTestClient(
  options: Parameters<typeof startTestClient>[0] = {},
): Promise<ServedTestClient> {
  const { client, ...test } = await startTestClient(options);
  const main = { ...client, session: { ...client.session, supabaseUserId: "ada" } };
  return {
    ...test,
    main,
    open: async (pageClock = test.clock) => {
      const ports = createMemoryPorts();
      const dropped = { main: [] as string[], page: [] as string[] };
      const responsive: boolean[] = [];
      const stop = serveCallClient(main, ports.main, {
        clock: test.clock,
        onDropped: (reason) => dropped.main.push(reason),
        onResponsive: (isResponsive) => responsive.push(isResponsive),
      });
      const page = await connectRemoteCallClient(ports.page, {
        clock: pageClock,
        onDropped: (reason) => dropped.page.push(reason),
      });
      return { page, ports, dropped, responsive, stop };
    },
  };
}

/** A call that Ada answered on device "device". */
export const answeredHere = { id: "call-1", ...onCall } as const;
