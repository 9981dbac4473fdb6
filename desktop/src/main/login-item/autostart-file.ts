import type { Command } from "./login-item.ts";

/** Name of our file in the folder `autostart`. */
export const autostartFileName = "synapse-voice.desktop";

/**
 * Quotes an argument of `Exec`. The first escape is that of a quoted argument. The second one is
 * that of every text in a desktop file. A `%` would begin a field code. GNOME starts no program
 * whose own path has one, whatever the escape.
 */
const quoted = (argument: string): string =>
  `"${argument.replaceAll(/["`$\\]/gu, String.raw`\$&`)}"`
    .replaceAll("\\", "\\\\")
    .replaceAll("%", "%%");

/** Returns the content of the file that starts a command at the login. */
export const autostartFile = (appName: string, command: Command): string =>
  [
    "[Desktop Entry]",
    "Type=Application",
    "Version=1.0",
    `Name=${appName}`,
    "Comment=Starts in the tray, so that calls ring",
    `Exec=${command.map(quoted).join(" ")}`,
    "Icon=synapse-voice",
    "Terminal=false",
    "StartupNotify=false",
    "X-GNOME-Autostart-enabled=true",
    "",
  ].join("\n");

/** Returns whether desktops act on this file. Their own settings turn it off inside the file. */
export const isAutostartOn = (content: string): boolean =>
  !/^(?:Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/mu.test(content);
