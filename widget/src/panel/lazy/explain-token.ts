import type { Settings, Warn, WarningsModule } from "../../api.ts";

const chunkUrl = import.meta.url;

/** Loads the chunk that explains failures. It is the loader's, too, so each warning shows once. */
const warnWithChunk: Warn = (...facts) => {
  // With `import.meta.url` in the same expression, Vite would look for the file at build time.
  const url = new URL("../warnings.js", chunkUrl).href;
  import(/* @vite-ignore */ url).then(
    (module: WarningsModule) => module.warn(...facts),
    () => {},
  );
};

/** Time in ms after which a `getToken` that does not return is explained. */
const tokenTimeoutMs = 10_000;

/**
 * Explains from now on in the page's console why `getToken` failed, also one that the page sets
 * later. The panel's client does not tell, because its errors are for customers. Results and errors
 * of the function stay as they are.
 */
export function explainToken(settings: Settings, warn: Warn = warnWithChunk): void {
  let { getToken } = settings;
  const explained: Settings["getToken"] = async (ask) => {
    const timer = setTimeout(() => warn(undefined, settings), tokenTimeoutMs);
    try {
      return await getToken.call(settings, ask);
    } catch (error) {
      warn(error, settings);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };
  Object.defineProperty(settings, "getToken", {
    configurable: true,
    enumerable: true,
    get: () => explained,
    set: (next: Settings["getToken"]) => {
      getToken = next;
    },
  });
}
