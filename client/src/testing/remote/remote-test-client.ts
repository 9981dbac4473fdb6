import type { CallClient } from "../../client.ts";
import { serveCallClient } from "../../remote/main/serve-call-client.ts";
import { connectRemoteCallClient } from "../../remote/page/connect-remote-call-client.ts";
import { createFakeClock } from "../fake-clock.ts";
import { startTestClient, type TestClient } from "../test-client.ts";
import { createMemoryPorts } from "./memory-ports.ts";

type StartTestClient = typeof startTestClient;

/**
 * Makes one client of a page and the client that serves it: what starts or closes the page does it
 * to the served client, after the messages that are on their way.
 */
function joined(page: CallClient, served: CallClient): CallClient {
  let order = Promise.resolve();
  return {
    ...page,
    start: () => {
      order = order.then(() => {
        served.start();
        page.start();
      });
    },
    close: async () => {
      const detached = page.close();
      let closed = Promise.resolve();
      order = order.then(async () => {
        await detached;
        // Not awaited here, as the client may be started again while it still closes.
        closed = served.close();
      });
      await order;
      await closed;
    },
  };
}

/** Starts a client as {@link startTestClient} does, and a page that uses it over a port. */
export async function startRemoteTestClient(
  options: Parameters<StartTestClient>[0] = {},
): Promise<TestClient> {
  const clock = options.clock ?? createFakeClock();
  // Messages of a page before this one arrive first.
  await clock.advance();
  const test = await startTestClient({ ...options, clock });
  const ports = createMemoryPorts();
  const served = { ...test.client, session: { ...test.client.session, supabaseUserId: "ada" } };
  serveCallClient(served, ports.main, { clock });
  const page = await connectRemoteCallClient(ports.page, { clock });
  return { ...test, client: joined(page, test.client) };
}

/** Clients that must behave alike, for `describe.each`. */
export const testClients: readonly (readonly [kind: string, start: StartTestClient])[] = [
  ["in the page", startTestClient],
  ["over a port", startRemoteTestClient],
];
