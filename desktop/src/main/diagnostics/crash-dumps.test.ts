import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listDumps, readDumps, trimDumps } from "./crash-dumps.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "synapse-dumps-"));
  for (const name of ["pending", "completed"]) mkdirSync(join(folder, name));
});
afterEach(() => rmSync(folder, { recursive: true }));

function crash(name: string, day: number, bytes = 10): void {
  const path = join(folder, name);
  writeFileSync(path, Buffer.alloc(bytes));
  utimesSync(path, day * 86_400, day * 86_400);
}

const names = async (): Promise<string[]> => (await listDumps(folder)).map(({ name }) => name);

test("dumps are listed with size and time, the newest first, and nothing else is", async () => {
  crash("pending/old.dmp", 1);
  crash("completed/new.dmp", 3, 20);
  crash("pending/new.meta", 3);
  expect(await listDumps(folder)).toEqual([
    { path: join(folder, "completed/new.dmp"), name: "new.dmp", bytes: 20, at: 3 * 86_400_000 },
    { path: join(folder, "pending/old.dmp"), name: "old.dmp", bytes: 10, at: 86_400_000 },
  ]);
  expect(await listDumps(join(folder, "missing"))).toEqual([]);
});

test("at the start, only the ten newest stay, each with its description", async () => {
  for (let day = 1; day <= 12; day++) crash(`pending/${day}.dmp`, day);
  for (const day of [1, 12]) crash(`pending/${day}.meta`, day);
  await trimDumps(folder);
  expect(await names()).toEqual(
    ["12", "11", "10", "9", "8", "7", "6", "5", "4", "3"].map((day) => `${day}.dmp`),
  );
  expect(existsSync(join(folder, "pending/1.meta"))).toBe(false);
  expect(existsSync(join(folder, "pending/12.meta"))).toBe(true);
});

test("they have at most 20 MB on the disk, and 5 MB in a report", async () => {
  for (let day = 1; day <= 6; day++) crash(`pending/${day}.dmp`, day, 4_000_000);
  await trimDumps(folder);
  expect(await names()).toEqual(["6.dmp", "5.dmp", "4.dmp", "3.dmp", "2.dmp"]);
  expect((await readDumps(await listDumps(folder))).map(({ name }) => name)).toEqual(["6.dmp"]);
});
