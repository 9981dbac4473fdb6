import type { MicrophoneProblem } from "../state/screen.ts";

/**
 * The browser's permission. It is asked for once, since Chromium keeps each answer as long as the
 * page lives. The answer follows later changes.
 */
let permission: PermissionStatus | null = null;

/** Time in ms that the browser has to tell its permission. A call does not wait longer for it. */
const permissionTimeoutMs = 1_000;

const isGranted = async (): Promise<boolean> => {
  try {
    permission ??= await Promise.race([
      navigator.permissions.query({ name: "microphone" }),
      new Promise<null>((resolve) => setTimeout(resolve, permissionTimeoutMs, null)),
    ]);
    return permission?.state === "granted";
  } catch {
    // Some browsers do not know the name of this permission.
    return false;
  }
};

/**
 * Asks for the microphone before a call starts, so that nobody answers a silent call. Returns null
 * if the microphone may be used. Records nothing.
 */
export async function askForMicrophone(): Promise<MicrophoneProblem | null> {
  // The DOM types always have it, but browsers only on secure pages.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) return "insecure";
  if (await isGranted()) return null;
  try {
    for (const track of (await devices.getUserMedia({ audio: true })).getTracks()) track.stop();
    return null;
  } catch (error) {
    return error instanceof DOMException && /^(?:NotAllowed|Security)/u.test(error.name)
      ? "refused"
      : "missing";
  }
}
