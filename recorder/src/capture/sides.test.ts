import { expect, it } from "vitest";
import { sideOf } from "./sides.ts";

const party = (userId: string, isCustomer: boolean, isCaller: boolean) => ({
  userId,
  isCustomer,
  isCaller,
  holdSince: null,
});

it.each([
  ["a customer who called", [party("carl", true, true), party("ada", false, false)], "carl"],
  ["a customer who was called", [party("ada", false, true), party("carl", true, false)], "carl"],
  ["a customer who waits", [party("carl", true, true)], "carl"],
  [
    "an agent who called another",
    [party("grace", false, true), party("ada", false, false)],
    "grace",
  ],
])("%s is on the left, on any device, and everyone else on the right", (_who, parties, left) => {
  const sides = ["carl", "ada", "grace", "unknown"].map((userId) => [
    userId,
    sideOf(parties, `${userId}:laptop`),
  ]);
  expect(sides.filter(([, side]) => side === "left")).toEqual([[left, "left"]]);
  expect(sideOf(parties, "no identity of ours")).toBe("right");
});
