import { parseSync } from "vite";
import { expect, it } from "vitest";
import { reassignedInFunctions } from "./reassigned.ts";

const found = (code: string): string[] => [
  ...reassignedInFunctions(parseSync("code.js", code).program, new Set(["a"])),
];

it.each([
  "let a = 1; function set() { a = 2; }",
  "let a = 1; const set = () => a++;",
  "let a = 1; const set = () => { ({ b: [a = 1] } = {}); };",
  "let a = 1; const set = () => { for (a of []); };",
  "let a = 1; const set = () => { { let a = 1; a = 2; } a = 3; };",
  "let a = 1; const set = (b = (a = 2)) => b;",
  "if (true) { var a = 1; var set = () => { a = 2; }; }",
  "let a = 1; class B { set() { a = 2; } }",
  "let a = 1; class B { b = (a = 2); }",
  "function a() {} function set() { a = null; }",
])("finds that a function changes the variable in: %s", (code) => {
  expect(found(code)).toEqual(["a"]);
});

it.each([
  "let a = 1; a = 2;",
  "let a = 1; const get = () => a;",
  "let a = {}; const set = () => { a.b = 1; };",
  "let a = 1; const set = (a) => { a = 2; };",
  "let a = 1; const set = ({ b: [a] }) => { a = 2; };",
  "let a = 1; const set = () => { if (b) { var a; } a = 2; };",
  "let a = 1; const set = () => { { let a = 1; a = 2; } };",
  "let a = 1; const set = () => { for (let a of []) a = 2; };",
  "let a = 1; const set = () => { try {} catch (a) { a = 2; } };",
  "let a = 1; const set = function a() { a = 2; };",
  "let a = 1; const set = () => { function a() {} a = 2; };",
])("finds no change of the variable in: %s", (code) => {
  expect(found(code)).toEqual([]);
});
