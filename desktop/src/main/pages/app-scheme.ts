import { protocol } from "electron";
import { appScheme } from "../security/app-origin.ts";

/** Gives the app's scheme the rights of `https`. Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: {
        standard: true,
        secure: true,
        supportFetchAPI: true,
        stream: true,
        codeCache: true,
      },
    },
  ]);
}
