import { createServer, type RequestListener, type Server } from "node:http";
import { createApp } from "./app.ts";
import { createAuth } from "./auth/create-auth.ts";
import { openDatabase } from "./database.ts";
import { createOutbox } from "./outbox.ts";
import { startRealtime } from "./realtime/realtime-service.ts";
import { completeSettings, type GatewayOptions } from "./settings.ts";

export type Gateway = {
  /** Address of the project, for supabase-js. */
  url: string;
  /** Pauses and resumes Realtime. Sign-in keeps working. */
  realtime: { pause: () => void; resume: () => void };
  stop: () => Promise<void>;
};

/** Starts the Supabase-compatible gateway on 127.0.0.1. The database must be running and prepared. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { log } = options;
  const settings = completeSettings(options);
  const db = openDatabase(settings.databaseUrl, log);
  const server = createServer(refuseWhileStarting);
  try {
    await listen(server, settings.port);
    const auth = await createAuth(db, settings, createOutbox(db, log));
    const realtime = await startRealtime({
      db,
      databaseUrl: settings.databaseUrl,
      tokens: auth.tokens,
      log,
    });
    server.off("request", refuseWhileStarting);
    server.on("request", createApp(auth, realtime, log));
    server.on("upgrade", (request, socket, head: Buffer) => {
      if (request.url?.startsWith("/realtime/v1/websocket"))
        void realtime.sockets.upgrade(request, socket, head);
      else socket.destroy();
    });
    log(`gateway listens on ${settings.publicUrl}`);
    let stopped: Promise<void> | undefined;
    const stop = async () => {
      await realtime.stop();
      await close(server);
      await db.close();
    };
    return {
      url: settings.publicUrl,
      realtime: { pause: realtime.pause, resume: realtime.resume },
      stop: () => (stopped ??= stop()),
    };
  } catch (error) {
    server.closeAllConnections();
    server.close();
    await db.close();
    throw error;
  }
}

/** Listens before anything else is done, so that a port in use is reported first. */
function listen(server: Server, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const text =
        `Port ${port} for the Supabase gateway is in use. ` +
        "Stop what uses it, or set SYNAPSE_GATEWAY_PORT to another port.";
      fail(cause.code === "EADDRINUSE" ? new Error(text, { cause }) : cause);
    });
    server.listen(port, "127.0.0.1", () => done());
  });
}

/** Requests and handshakes that arrive before the gateway is ready must not wait without end. */
const refuseWhileStarting: RequestListener = (_request, response) => {
  response.writeHead(503, { Connection: "close" }).end();
};

function close(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
}
