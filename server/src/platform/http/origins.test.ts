import express from "express";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFakeClock } from "@synapse-voice/platform/testing";
import { createOrigins } from "./origins.ts";
import type { Person } from "../../identity/person.ts";
import { problemHandler } from "./problem.ts";
import { requestContext } from "./request-context.ts";

const carl: Person = {
  userId: "carl",
  tenantId: "acme",
  tenantName: "Acme",
  type: "PORTAL_CUSTOMER",
  role: null,
  firstName: "Carl",
  lastName: "Customer",
  portalCustomerId: "c",
  allowedOrigins: ["https://portal.acme.test"],
};

describe("pages of other origins", () => {
  const clock = createFakeClock();
  let union = ["https://portal.acme.test", "https://portal.globex.test"];
  let down = false;
  let asked = 0;
  let server: Server;
  let url: string;

  beforeAll(async () => {
    const directory = {
      find: async () => carl,
      async allOrigins() {
        asked += 1;
        if (down) throw new Error("database");
        return union;
      },
    };
    const origins = createOrigins(directory, clock, ["https://console.test"]);
    const app = express();
    app.use(requestContext(pino({ level: "silent" })));
    app.use(origins.cors);
    app.get("/", (request, response) => {
      origins.check(request, carl);
      response.json({});
    });
    app.use(problemHandler);
    server = app.listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => void server.close());

  const get = async (origin?: string) => {
    const response = await fetch(url, { headers: origin === undefined ? {} : { Origin: origin } });
    return [response.status, response.headers.get("Access-Control-Allow-Origin")];
  };
  const preflight = async (origin: string) => {
    const response = await fetch(url, {
      method: "OPTIONS",
      headers: { Origin: origin, "Access-Control-Request-Method": "POST" },
    });
    return [
      response.status,
      response.headers.get("Access-Control-Allow-Origin"),
      response.headers.get("Access-Control-Allow-Headers"),
    ];
  };

  it("may ask beforehand if they are any tenant's, ours or the desktop's", async () => {
    for (const origin of [...union, "https://console.test", "app://console"]) {
      expect(await preflight(origin)).toEqual([
        204,
        origin,
        "Authorization, Content-Type, Idempotency-Key, Synapse-Device",
      ]);
    }
    for (const origin of [
      "https://evil.test",
      "null",
      "http://portal.acme.test",
      "app://evil.test/x",
      "app://evil",
      "app://console.evil",
      "app://console:80",
      "https://portal.acme.test.evil.test",
    ]) {
      expect(await preflight(origin)).toEqual([204, null, null]);
    }
  });

  it("may act for their own tenant only, and can read that they may not", async () => {
    expect(await get("https://portal.acme.test")).toEqual([200, "https://portal.acme.test"]);
    expect(await get("https://portal.globex.test")).toEqual([403, "https://portal.globex.test"]);
    expect(await get("https://evil.test")).toEqual([403, null]);
    expect(await get("null")).toEqual([403, null]);
    expect(await get("https://console.test")).toEqual([200, "https://console.test"]);
    expect(await get("app://console")).toEqual([200, "app://console"]);
    expect(await get()).toEqual([200, null]);
  });

  it("are known a few seconds after a tenant allowed them, without a question each time", async () => {
    clock.advance(5_000);
    await get("https://portal.acme.test");
    asked = 0;
    union = [...union, "https://new.acme.test"];
    expect((await preflight("https://new.acme.test"))[1]).toBeNull();
    expect(asked).toBe(0);
    clock.advance(5_000);
    expect((await preflight("https://new.acme.test"))[1]).toBe("https://new.acme.test");
    expect(asked).toBe(1);
  });

  it("stay known while the database is away", async () => {
    down = true;
    clock.advance(5_000);
    expect((await preflight("https://portal.acme.test"))[1]).toBe("https://portal.acme.test");
    down = false;
  });
});
