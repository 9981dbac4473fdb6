import { describe, expect, it } from "vitest";
import { answerWithFault, hangUp, measured, ringing, talking } from "./fault-steps.ts";
import { killBrowser, newBrowserName, newKillableProfile } from "./kill-browser.ts";
import { roomNames } from "../harness/stack/livekit.ts";
import { signedIn, endCallsAfterEach, endedCall } from "../harness/people/people.ts";
import { Console, Portal } from "../harness/people/screens.ts";
import { crashProcess, processIsBack } from "../harness/stack/stack.ts";
import { startTwoServers } from "./two-servers.ts";

// Proves docs/reliability.md: each process is killed with SIGKILL while a call rings, right after
// the
// answer, and during the conversation.

const limit = 180_000;

async function ring(): Promise<[Console, Portal]> {
  const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
  await carl.callByName("Ada");
  await ada.rings("Carl Customer");
  return [ada, carl];
}

describe("one of two servers killed", () => {
  endCallsAfterEach();

  it(
    "while it rings, in the middle of the answer and while they talk: the other one carries on",
    async () => {
      const servers = await startTwoServers();
      try {
        const [ada, carl] = await ring();
        await servers.crashOne();
        await measured("server, ring: both live again", servers.bothReady());
        await ringing(ada, carl);

        await measured(
          "server, answer: both talk",
          answerWithFault(ada, servers.crashOne, "lost").then(() => talking(ada, carl)),
        );

        await servers.bothReady();
        await servers.crashOne();
        await measured("server, talk: both are heard", talking(ada, carl));
        await measured("server, talk: hung up for both", hangUp(ada, carl));
        expect(await endedCall("carl")).toMatchObject({
          status: "COMPLETED",
          endReason: "hung_up",
        });
      } finally {
        await servers.close();
      }
    },
    limit,
  );
});

describe("PostgreSQL killed", () => {
  endCallsAfterEach();

  it(
    "while it rings, in the middle of the answer and while they talk: nothing committed is lost, and the sound goes on",
    async () => {
      const [ada, carl] = await ring();
      await crashProcess("postgres");
      await measured("postgres, ring: the server is ready again", processIsBack("postgres"));
      await ringing(ada, carl);

      await measured(
        "postgres, answer: both talk",
        answerWithFault(ada, () => crashProcess("postgres"), "delivered").then(() =>
          talking(ada, carl),
        ),
      );
      await processIsBack("postgres");

      await crashProcess("postgres");
      await measured("postgres, talk: both are heard", talking(ada, carl));
      await measured("postgres, talk: the server is ready again", processIsBack("postgres"));
      await measured("postgres, talk: hung up for both", hangUp(ada, carl, 15_000));
      expect(await endedCall("carl")).toMatchObject({ status: "COMPLETED", endReason: "hung_up" });
    },
    limit,
  );
});

describe("LiveKit killed, with all its rooms", () => {
  endCallsAfterEach();

  it(
    "while it rings, in the middle of the answer and while they talk: both hear each other again in the same call",
    async () => {
      const [ada, carl] = await ring();
      const [call] = await (await signedIn("carl")).liveCalls();
      await crashProcess("livekit");
      await processIsBack("livekit");
      await measured(
        "livekit, ring: the room is there again",
        expect.poll(roomNames, { timeout: 20_000 }).toContain(call!.roomName),
      );
      await ringing(ada, carl);

      await measured(
        "livekit, answer: both talk",
        answerWithFault(ada, () => crashProcess("livekit"), "delivered").then(() =>
          talking(ada, carl, 60_000),
        ),
      );

      await processIsBack("livekit");
      await crashProcess("livekit");
      const notice = Promise.all([
        ada.shows(/Reconnecting/u, 15_000),
        carl.shows(/Reconnecting/u, 15_000),
      ]);
      await measured(
        "livekit, talk: both are heard again",
        notice.then(() => talking(ada, carl, 60_000)),
      );
      await hangUp(ada, carl);
      expect(await endedCall("carl")).toMatchObject({
        id: call!.id,
        status: "COMPLETED",
        endReason: "hung_up",
      });
    },
    limit,
  );
});

describe("the gateway (accounts and Realtime) killed", () => {
  endCallsAfterEach();

  it(
    "while it rings, in the middle of the answer and while they talk: nobody notices",
    async () => {
      const [ada, carl] = await ring();
      await crashProcess("gateway");
      await measured("gateway, ring: it is back", processIsBack("gateway"));
      await ringing(ada, carl);

      await measured(
        "gateway, answer: both talk",
        answerWithFault(ada, () => crashProcess("gateway"), "delivered").then(() =>
          talking(ada, carl),
        ),
      );

      await processIsBack("gateway");
      await crashProcess("gateway");
      await measured("gateway, talk: both are heard", talking(ada, carl));
      await measured("gateway, talk: hung up for both", hangUp(ada, carl));
      expect(await endedCall("carl")).toMatchObject({ status: "COMPLETED", endReason: "hung_up" });
      await processIsBack("gateway");
    },
    limit,
  );
});

describe("an agent's browser killed", () => {
  endCallsAfterEach();

  it(
    "while it rings, in the middle of the answer and while they talk: reopened it rings on or goes on there, else the customer reads that the connection was lost",
    async () => {
      const open = async (name: "ada" | "grace", browser: string) =>
        Console.openIn(await newKillableProfile("agent", browser), name);
      const [first, second, third] = [newBrowserName(), newBrowserName(), newBrowserName()];
      const [ada, carl, dora] = await Promise.all([
        open("ada", first),
        Portal.open("carl"),
        Portal.open("dora"),
      ]);
      await carl.callByName("Ada");
      await ada.rings("Carl Customer");
      await killBrowser(ada.page.context());
      await carl.button("Cancel").waitFor();
      const [adaAgain, grace] = await Promise.all([
        measured(
          "browser, ring: reopened, it rings again",
          open("ada", second).then(ringsFor("Carl Customer")),
        ),
        open("grace", second),
      ]);
      await adaAgain.answer();
      await talking(adaAgain, carl);
      const [call] = await (await signedIn("carl")).liveCalls();

      await dora.callByName("Grace");
      await grace.rings("Dora Customer");
      // Grace has just answered Dora, and Ada talks to Carl. The consoles of both are in the
      // browser
      // that is killed.
      await answerWithFault(grace, () => killBrowser(grace.page.context()), "lost");
      const [again] = await Promise.all([
        measured(
          "browser, talk: reopened, with Continue here, both are heard again",
          open("ada", third).then(continuesWith(carl)),
        ),
        measured(
          "browser, answer: the customer reads that the connection was lost",
          dora.shows(/The connection was lost/u, 60_000),
        ),
      ]);
      expect(await (await signedIn("carl")).liveCalls()).toMatchObject([
        { id: call!.id, status: "IN_PROGRESS" },
      ]);

      await killBrowser(again.page.context());
      await Promise.all([
        measured(
          "browser, talk: the customer sees that no sound comes",
          carl.shows(/No sound comes from Ada/u, 60_000),
        ),
        measured(
          "browser, talk: the customer reads that the connection was lost",
          carl.shows(/The connection was lost/u, 90_000),
        ),
      ]);
      for (const name of ["carl", "dora"] as const)
        expect(await endedCall(name)).toMatchObject({
          status: "COMPLETED",
          endReason: "connection_lost",
        });
    },
    limit,
  );
});

const ringsFor =
  (name: string) =>
  async (console: Console): Promise<Console> => {
    await console.rings(name);
    return console;
  };

const continuesWith =
  (customer: Portal) =>
  async (console: Console): Promise<Console> => {
    await console.shows("In another tab or on another device");
    await console.press("Continue here");
    await talking(console, customer);
    return console;
  };
