// @vitest-environment jsdom
import { act, cleanup, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { createFakeHeadset, createFakeHid, usualHeadset } from "../../../testing/fake-hid.ts";
import { adasClient, fakeServices } from "../../../testing/fake-console.ts";
import { createFakePreferences, desktopPlatform } from "../../../testing/fake-main-process.ts";
import { reachable, ringingForAda } from "../../../testing/samples.ts";
import { showConsole, showForAda } from "../../../testing/show-console.tsx";

afterEach(() => {
  cleanup();
  localStorage.clear();
});
