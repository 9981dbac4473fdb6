import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * Needs of the tests that are no npm packages. Each row has Debian's package, and a program,
 * library, folder or Python module whose presence proves that the package is installed.
 */
const needs = [
  {
    package: "chromium-headless-shell",
    programs: ["chromium-headless-shell", "google-chrome", "google-chrome-stable"],
  },
  { package: "curl", programs: ["curl"] },
  { package: "xvfb", programs: ["Xvfb"] },
  { package: "xauth", programs: ["xauth"] },
  { package: "dbus", programs: ["dbus-daemon"] },
  { package: "xdg-utils", programs: ["xdg-settings"] },
  { package: "gnome-keyring", programs: ["gnome-keyring-daemon"] },
  { package: "dunst", programs: ["dunst"] },
  { package: "openbox", programs: ["openbox"] },
  { package: "xterm", programs: ["xterm"] },
  { package: "xdotool", programs: ["xdotool"] },
  { package: "x11-utils", programs: ["xprop"] },
  { package: "pulseaudio", programs: ["pulseaudio"] },
  { package: "pulseaudio-utils", programs: ["pactl"] },
  { package: "ffmpeg", programs: ["ffmpeg"] },
  { package: "opus-tools", programs: ["opusinfo"] },
  { package: "libsecret-1-0", library: "libsecret-1.so.0" },
  { package: "libgtk-3-0", library: "libgtk-3.so.0" },
  { package: "libnotify4", library: "libnotify.so.4" },
  { package: "fonts-liberation", folder: "/usr/share/fonts/truetype/liberation" },
  { package: "fonts-dejavu-core", folder: "/usr/share/fonts/truetype/dejavu" },
  { package: "python3-pip", programs: ["pip", "pip3"] },
  { package: "python3-venv", module: "ensurepip" },
  { package: "python3-dbusmock", folder: "/usr/lib/python3/dist-packages/dbusmock" },
];

function present({ programs, library, folder, module }) {
  if (module) return spawnSync("python3", ["-c", `import ${module}`]).status === 0;
  if (folder) return existsSync(folder);
  if (library)
    return spawnSync("ldconfig", ["-p"], { encoding: "utf8" }).stdout?.includes(library) ?? false;
  return programs.some((program) => onPath(program));
}

function onPath(program) {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/sbin", "/sbin"];
  return folders.some((folder) => folder && existsSync(join(folder, program)));
}

/**
 * Installs what is missing where that can be done without asking (root on Debian); else says what
 * to install.
 */
export async function ensureSystemPackages() {
  if (process.platform !== "linux") return checkOtherSystem();
  const missing = needs.filter((need) => !present(need)).map((need) => need.package);
  if (missing.length === 0) return;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !onPath("apt-get")) {
    throw new Error(
      "The tests need programs that are not installed. On Debian or Ubuntu:\n" +
        `  sudo apt-get update && sudo apt-get install -y ${missing.join(" ")}`,
    );
  }
  console.log(`Installing ${missing.join(", ")}`);
  apt(["update"]);
  apt(["install", "-y", "--no-install-recommends", ...missing]);
}

function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const done = spawnSync("apt-get", ["-q", ...args], {
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 600_000,
  });
  if (done.status === 0) return;
  const output = `${done.stdout ?? ""}${done.stderr ?? ""}`.trimEnd().split("\n");
  throw new Error(`apt-get ${args[0]} failed:\n${output.slice(-15).join("\n")}`);
}

/** On macOS and Windows the end-to-end tests need Chrome, which we don't install for anybody. */
function checkOtherSystem() {
  const usual = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  ];
  if (process.env.CHROMIUM_PATH || usual.some((path) => existsSync(path))) return;
  throw new Error(
    "The end-to-end tests need Google Chrome: install it, or name a Chromium in CHROMIUM_PATH.",
  );
}
