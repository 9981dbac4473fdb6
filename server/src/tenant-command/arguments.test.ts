import { describe, expect, it } from "vitest";
import { readArguments, usage } from "./arguments.ts";

const options = [
  ["--name", "Acme"],
  ["--admin", " Ada.O'Brien@Acme.example "],
  ["--first-name", "Ada"],
  ["--last-name", "O'Brien"],
];
const complete = ["create", ...options.flat()];
const without = (option: string) => [
  "create",
  ...options.filter(([name]) => name !== option).flat(),
];

describe("the arguments of the tenant command", () => {
  it("name the tenant and its admin", () => {
    expect(readArguments(complete)).toEqual({
      name: "Acme",
      admin: "ada.o'brien@acme.example",
      "first-name": "Ada",
      "last-name": "O'Brien",
      link: false,
    });
  });

  it.each([
    [[], "no command"],
    [["remove"], "unknown command: remove"],
    [without("--name"), "--name is missing"],
    [without("--admin"), "--admin is missing"],
    [[...without("--admin"), "--admin", "ada"], "--admin must be an email address"],
    [[...without("--name"), "--name", " "], "--name must be a name of 1 to 80 characters"],
    [["create"], "--name is missing; --admin is missing; --first-name is missing; --last-name"],
    [[...complete, "--password", "x"], "Unknown option '--password'"],
  ])("%j are refused with what is wrong, and with the usage", (args, problem) => {
    expect(() => readArguments(args)).toThrow(problem);
    expect(() => readArguments(args)).toThrow(usage);
  });
});
