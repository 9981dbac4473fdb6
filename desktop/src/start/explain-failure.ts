import { dirname, join } from "node:path";

/** Debian's packages of libraries that Electron needs and that servers often lack. */
const debianPackages: readonly (readonly [library: RegExp, name: string])[] = [
  [/^lib(?:nss3|nssutil3|smime3|nspr4)/u, "libnss3"],
  [/^lib(?:gtk-3|gdk-3)/u, "libgtk-3-0"],
  [/^libasound/u, "libasound2"],
  [/^libgbm/u, "libgbm1"],
  [/^libatk-bridge/u, "libatk-bridge2.0-0"],
  [/^libcups/u, "libcups2"],
];

/** Returns one line that says why Electron did not start, or null if its output doesn't tell. */
export function explainFailure(output: string, program: string): string | null {
  const library = /error while loading shared libraries: (?<name>[^\s:]+)/u.exec(output)?.groups?.[
    "name"
  ];
  if (library !== undefined) {
    const found = debianPackages.find(([pattern]) => pattern.test(library));
    const hint = found ? ` (Debian and Ubuntu: sudo apt-get install ${found[1]})` : "";
    return `Electron needs the library ${library}, which this machine lacks${hint}.`;
  }
  if (/Missing X server|cannot open display|Unable to open X display/iu.test(output))
    return "The display that DISPLAY or WAYLAND_DISPLAY names can't be opened.";
  if (/SUID sandbox helper|No usable sandbox|zygote_host_impl_linux/u.test(output)) {
    const helper = join(dirname(program), "chrome-sandbox");
    return (
      "This system lets Chromium's sandbox start only after: " +
      `sudo chown root:root ${helper} && sudo chmod 4755 ${helper}`
    );
  }
  return null;
}
