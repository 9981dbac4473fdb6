import { beforeEach, expect, test } from "vitest";
import { notificationsReply } from "./replying-server.ts";
import { showIfReplying } from "./show-if-replying.ts";

let events: string[];
let reply: (replies: boolean) => void;
const show = () =>
  showIfReplying({
    replies: () => new Promise((resolve) => (reply = resolve)),
    show: () => {
      events.push("show");
      return { close: () => events.push("close") };
    },
    onFailed: (reason) => events.push(reason),
  });
const answer = async (replies: boolean): Promise<void> => {
  reply(replies);
  await new Promise((resolve) => setImmediate(resolve));
};
const failure = "the notification server does not reply";

beforeEach(() => {
  events = [];
});

test("a notification is shown and closed once the server replies", async () => {
  const shown = show();
  expect(events).toEqual([]);
  await answer(true);
  expect(events).toEqual(["show"]);
  shown.close();
  shown.close();
  await answer(true);
  expect(events).toEqual(["show", "close"]);
});

test("with a server that does not reply, none is shown or closed", async () => {
  show().close();
  await answer(false);
  expect(events).toEqual([failure]);
});

test("with a server that hangs since, none is closed", async () => {
  const shown = show();
  await answer(true);
  shown.close();
  await answer(false);
  expect(events).toEqual(["show", failure]);
});

test("one that is closed before the server replies is never shown", async () => {
  const shown = show();
  shown.close();
  await answer(true);
  expect(events).toEqual([]);
});

test("only Linux has a server that must be asked", async () => {
  const asked: string[] = [];
  const run = async (program: string): Promise<null> => {
    asked.push(program);
    return null;
  };
  expect(await notificationsReply("win32", run)).toBe(true);
  expect(await notificationsReply("darwin", run)).toBe(true);
  expect(asked).toEqual([]);
  expect(await notificationsReply("linux", run)).toBe(false);
  const notInstalled = () => Promise.reject(new Error("ENOENT"));
  expect(await notificationsReply("linux", notInstalled)).toBe(true);
  expect(await notificationsReply("linux", async () => "('dunst', 'knopwob', '1.9', '1.2')")).toBe(
    true,
  );
});
