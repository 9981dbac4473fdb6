import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Desktop, LaunchOptions, Profile } from "./harness/app.ts";
import { createProfile, launchSecondInstance, launchDesktop } from "./harness/app.ts";
import { openDisplay, type Display } from "./harness/display.ts";
import { openTrayHost, type TrayHost } from "./harness/desktop-bus.ts";
import {
  readAccountFromForeignPage,
  chooseInTray,
  closeWindow,
  crashPage,
  filesWith,
  isWindowVisible,
  navigations,
  textOfPage,
  traysOf,
  watchNavigation,
} from "./harness/app-actions.ts";
import type { Keyring } from "./harness/keyring.ts";
import { noKeyring, openKeyring } from "./harness/keyring.ts";
import { consoleSettings, prepareDesktop } from "./harness/prepared.ts";
import { Console } from "../harness/people/screens.ts";

let display: Display;
let keyring: Keyring;
let tray: TrayHost;
let profile: Profile;
let options: LaunchOptions;

beforeAll(async () => {
  const [runtime, settings] = await Promise.all([prepareDesktop(), consoleSettings()]);
  display = await openDisplay();
  keyring = await openKeyring();
  tray = await openTrayHost(keyring.env);
  profile = await createProfile(settings);
  options = {
    runtime,
    profile,
    env: { ...display.env, ...keyring.env },
    switches: ["--use-fake-device-for-media-stream"],
  };
});
afterAll(async () => {
  await tray?.stop();
  await keyring?.stop();
  await display?.stop();
  await profile?.remove();
});

describe("the desktop app", () => {
  let desktop: Desktop;
  beforeAll(async () => {
    desktop = await launchDesktop(options);
  });
  afterAll(() => desktop?.app.close());

  test("opens the console from its own scheme, without a violation of its policy", async () => {
    const { page, pageErrors } = desktop;
    expect(page.url()).toBe("app://console/");
    await page.getByRole("button", { name: "Sign in as Ada" }).waitFor();
    expect(await page.title()).toBe("Synapse Voice");
    expect(pageErrors).toEqual([]);
  });

  test("gives its page the bridge that the console expects, and nothing of Node", async () => {
    const preferences = await desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) =>
        (
          window.webContents as unknown as { getLastWebPreferences(): object }
        ).getLastWebPreferences(),
      ),
    );
    expect(preferences).toEqual([
      expect.objectContaining({
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webSecurity: true,
      }),
    ]);
    const seen = await desktop.page.evaluate(() => ({
      bridge: Object.keys(window.synapse ?? {}).join(" "),
      node: ["require", "process", "module", "Buffer", "electron"].filter((name) => name in window),
    }));
    expect(seen).toEqual({
      bridge:
        "session accounts preferences openCrm shortcuts connectClient showMissedCalls showUnheard answerByHeadset onSaveUnsaved unsavedSaved report onTrayMissing onOpenSettings loginItem quit links",
      node: [],
    });
  });

  test("sends a policy without unsafe sources, and Chromium holds to it", async () => {
    const found = await desktop.page.evaluate(async () => {
      const violations = new Promise<string>((resolve) => {
        document.addEventListener(
          "securitypolicyviolation",
          (event) => resolve(event.effectiveDirective),
          { once: true },
        );
      });
      const frame = document.createElement("iframe");
      frame.src = "https://evil.test/";
      document.body.append(frame);
      const violated = await violations;
      frame.remove();
      let inline = "refused";
      try {
        const button = document.createElement("button");
        button.setAttribute("onclick", "window.ranInline = true");
        button.click();
        inline = "ranInline" in window ? "ran" : "refused";
      } catch {
        // Trusted Types throw where the policy alone would only not run it.
      }
      return {
        policy: (await fetch("/")).headers.get("content-security-policy"),
        violated,
        inline,
      };
    });
    expect(found).toEqual({
      policy: expect.stringContaining("default-src 'none'; script-src 'self'; style-src 'self'"),
      violated: "frame-src",
      inline: "refused",
    });
    expect(found.policy).not.toContain("unsafe");
  });

  test("lets its page use the microphone and notifications, and nothing else", async () => {
    const outcome = await desktop.page.evaluate(async () => {
      const use = async (constraints: MediaStreamConstraints): Promise<string> =>
        navigator.mediaDevices.getUserMedia(constraints).then(
          (stream) => {
            stream.getTracks().forEach((track) => track.stop());
            return "allowed";
          },
          (error: Error) => error.name,
        );
      const place = new Promise<number>((resolve) => {
        navigator.geolocation.getCurrentPosition(
          () => resolve(0),
          (error) => resolve(error.code),
        );
      });
      return {
        microphone: await use({ audio: true }),
        camera: await use({ video: true }),
        both: await use({ audio: true, video: true }),
        place: await place,
        placeState: (await navigator.permissions.query({ name: "geolocation" })).state,
        notifications: await Notification.requestPermission(),
      };
    });
    expect(outcome).toEqual({
      microphone: "allowed",
      camera: "NotAllowedError",
      both: "NotAllowedError",
      // PERMISSION_DENIED
      place: 1,
      placeState: "denied",
      notifications: "granted",
    });
  });

  test("stays where it is, whatever address it is sent to", async () => {
    const { app, page } = desktop;
    await watchNavigation(app);
    const hostile = [
      "https://evil.test/",
      "http://127.0.0.1:1/",
      "app://evil/",
      "file:///etc/passwd",
      "data:text/html,<h1>x</h1>",
      "synapse-voice://call/1",
      "ms-msdt:/id",
    ];
    const opened = await page.evaluate((addresses) => {
      Object.assign(window, { mark: "still here" });
      return addresses.map((address) => window.open(address) === null);
    }, hostile);
    expect(opened).toEqual(hostile.map(() => true));
    for (const address of ["https://evil.test/", "app://evil/"]) {
      await page.evaluate((target) => {
        window.location.href = target;
      }, address);
      await expect
        .poll(async () => (await navigations(app)).tried, { timeout: 5_000 })
        .toContain(`stopped ${address}`);
    }
    await page.evaluate((addresses) => {
      for (const address of addresses) {
        const link = Object.assign(document.createElement("a"), {
          href: address,
          target: "_blank",
        });
        document.body.append(link);
        link.click();
        link.remove();
      }
    }, hostile);
    expect(await page.evaluate(() => [window.location.href, "mark" in window])).toEqual([
      "app://console/",
      true,
    ]);
    const { opened: outside, tried, windows } = await navigations(app);
    expect({ outside, windows, letGo: tried.filter((line) => line.startsWith("let go")) }).toEqual({
      outside: [],
      windows: 1,
      letGo: [],
    });
  });

  test("refuses requests with arguments that do not fit, and requests of a strange page", async () => {
    const { app, page } = desktop;
    const replies = await page.evaluate(async () => {
      const reason = (error: Error): string => error.message;
      const bridge = window.synapse!;
      return [
        await bridge.accounts.signIn("ada@acme.test", 5 as unknown as string).catch(reason),
        await bridge.accounts.setPassword("x".repeat(1_001)).catch(reason),
        await bridge.showMissedCalls(-1).catch(reason),
      ];
    });
    expect(replies).toEqual(["invalid_arguments", "invalid_arguments", "invalid_arguments"]);
    expect(await readAccountFromForeignPage(app)).toBe("untrusted_sender");
  });

  test("closing hides it; the tray and a second start bring it back", async () => {
    const { app } = desktop;
    expect(await traysOf(app)).toEqual([
      {
        toolTip: "Synapse Voice\nSigned out: calls can't reach you",
        items: ["Signed out: calls can't reach you", "Open", "Save a support report", "Quit"],
      },
    ]);
    await closeWindow(app);
    await expect.poll(() => isWindowVisible(app)).toBe(false);
    await chooseInTray(app, "Open");
    expect(await isWindowVisible(app)).toBe(true);
    await closeWindow(app);
    await expect.poll(() => isWindowVisible(app)).toBe(false);
    expect(await launchSecondInstance(options)).toBe(0);
    await expect.poll(() => isWindowVisible(app), { timeout: 5_000 }).toBe(true);
    expect((await navigations(app)).windows).toBe(1);
  });

  test("a page that crashes comes back", async () => {
    const { app } = desktop;
    await crashPage(app);
    await expect.poll(() => textOfPage(app), { timeout: 20_000 }).toContain("Sign in as Ada");
  });
});

describe("what the desktop app keeps", () => {
  const signIn = async ({ page }: Desktop): Promise<Console> => {
    const ada = new Console(page);
    await ada.button("Sign in as Ada").click();
    await ada.isReady();
    return ada;
  };
  const deviceOf = async (ada: Console): Promise<string> => {
    await ada.openTab("Settings");
    return (await ada.page.locator("dd.sv-code").textContent()) ?? "";
  };

  test("a sign-in outlives a restart in the keychain, never in a file; removed, it is gone", async () => {
    const first = await launchDesktop(options);
    const device = await deviceOf(await signIn(first));
    expect(device).toMatch(/^[\w-]{20,64}$/u);
    expect(await first.page.evaluate(() => window.synapse!.session.storageKind())).toBe("keychain");
    await first.app.close();
    expect(await filesWith(profile.folder, "refresh_token")).toEqual([]);

    const second = await launchDesktop(options);
    const ada = new Console(second.page);
    await ada.isReady();
    expect(await deviceOf(ada)).toBe(device);
    await ada.button("Sign out").click();
    await ada.button("Sign in as Ada").waitFor();
    await second.app.close();

    const third = await launchDesktop(options);
    await new Console(third.page).button("Sign in as Ada").waitFor();
    await third.app.close();
  });

  test("without a keychain it keeps the sign-in in memory and says so", async () => {
    const desktop = await launchDesktop({ ...options, env: { ...display.env, ...noKeyring } });
    const { app, page } = desktop;
    expect(await page.evaluate(() => window.synapse!.session.storageKind())).toBe("memory");
    const ada = await signIn(desktop);
    await page.reload();
    await ada.isReady();
    const [tray] = await traysOf(app);
    expect(tray!.items).toContain(
      "The keychain can't be used: you sign in again at the next start",
    );
    await app.close();
    expect(await filesWith(profile.folder, "refresh_token")).toEqual([]);
  });
});
