import { expect, test } from "vitest";
import { askService } from "./ask-service.ts";

const question = {
  service: "org.acme.Door",
  path: "/Door",
  method: "org.acme.Door.Open",
  args: ["wide"],
  limitMs: 1_000,
};

test.each([
  [
    "gdbus",
    "call --session --dest org.acme.Door --object-path /Door --method org.acme.Door.Open wide",
  ],
  [
    "dbus-send",
    "--session --print-reply=literal --dest=org.acme.Door /Door org.acme.Door.Open string:wide",
  ],
])("%s asks, where it is installed", async (installed, expected) => {
  const ran: string[] = [];
  const reply = await askService(question, async (program, args, limitMs) => {
    if (program !== installed) throw new Error("ENOENT");
    ran.push([...args, limitMs].join(" "));
    return "done";
  });
  expect([reply, ran]).toEqual(["done", [`${expected} 1000`]]);
});

test("a system without both can't ask", async () => {
  const run = () => Promise.reject(new Error("ENOENT"));
  await expect(askService(question, run)).rejects.toThrow("neither gdbus nor dbus-send");
});
