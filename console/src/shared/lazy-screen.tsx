import type { ComponentType, ReactElement } from "react";
import { useResource } from "@synapse-voice/react";
import { loadConfig } from "./config.ts";
import { Loaded } from "./Loaded.tsx";

/** A screen whose code is a chunk of its own. */
export type LazyScreen<Props> = ((props: Props) => ReactElement | null) & {
  /** Loads the code before the screen is shown. A failure shows only when it is. */
  preload(): void;
};

/** Grey rows while the code loads. */
interface Placeholder {
  /** Number of rows, and the label that screen readers read. */
  readonly rows: number;
  readonly label: string;
}

/** Loads the page again if its server can be reached. Else the page would be lost. */
async function reloadPage(): Promise<void> {
  await loadConfig();
  window.location.reload();
}

/**
 * Makes a screen from code that loads when it is first shown. Until then it shows nothing, after
 * 300 ms grey rows, or why the code can't be loaded. Without `placeholder` it shows only the
 * latter. React's `lazy` would keep a failure for ever, and delays a screen that follows a
 * placeholder. Browsers may keep the failure, too, and a new release has other files. So where it
 * fails again, "Try again" loads the page.
 */
export function lazyScreen<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  placeholder: Placeholder | null = null,
): LazyScreen<Props> {
  let loaded: ComponentType<Props> | null = null;
  const loadOnce = async (): Promise<ComponentType<Props>> => (loaded ??= await load());
  function Screen(props: Props): ReactElement | null {
    const resource = useResource(loaded === null ? "code" : null, loadOnce);
    const data = loaded ?? resource.data;
    const reload = (): void =>
      void loadOnce()
        .catch(reloadPage)
        .catch(() => undefined)
        .then(resource.reload);
    return (
      <Loaded
        resource={{ ...resource, reload, data, slow: resource.slow && placeholder !== null }}
        rows={placeholder?.rows ?? 0}
        label={placeholder?.label ?? ""}
      >
        {(Content) => <Content {...props} />}
      </Loaded>
    );
  }
  return Object.assign(Screen, { preload: () => void loadOnce().catch(() => undefined) });
}
