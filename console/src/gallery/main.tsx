import type { ReactElement } from "react";
import { createRoot, type Root } from "react-dom/client";
import type { ClientState } from "@synapse-voice/client";
import "@synapse-voice/react/styles.css";
import "../styles/console.css";
import { App } from "../app/App.tsx";
import { ServicesContext, type Services } from "../shared/services.ts";
import { noTicks, saveTicks } from "../app/first-day/stored-ticks.ts";
import { saveSeenCalls } from "../app/missed/seen-calls.ts";
import { saveAvailability } from "../app/presence/stored-availability.ts";
import { createDraftStorage } from "../shared/notes/draft-storage.ts";
import { CustomerPage } from "./CustomerPage.tsx";
import { RingWindow } from "./RingWindow.tsx";
import type { GalleryState } from "./states/gallery-state.ts";
import { galleryStates } from "./states/states.ts";

declare global {
  interface Window {
    /** Shows another screen without loading the page again. */
    showGalleryState: (name: string, theme: string) => void;
    /** Makes the change of a state that waits for it. */
    changeGalleryState: () => void;
  }
}

// gallery.html?state=incoming&theme=dark shows one screen. Without `state`, it links to all
// screens.
const parameters = new URLSearchParams(window.location.search);
const container = document.querySelector("#app") ?? document.body;
let root: Root | undefined;
window.showGalleryState = showGalleryState;
showGalleryState(parameters.get("state") ?? "", parameters.get("theme") ?? "light");

function showGalleryState(name: string, theme: string): void {
  root?.unmount();
  localStorage.clear();
  sessionStorage.clear();
  delete document.documentElement.dataset["changed"];
  document.documentElement.dataset["theme"] = theme;
  root = createRoot(container);
  const state = galleryStates[name];
  if (state === undefined) return root.render(<Links />);
  window.history.replaceState(null, "", `?state=${name}&theme=${theme}${state.fragment ?? ""}`);
  saveAvailability("ada", state.availability ?? "available");
  if (state.firstDay !== true) saveTicks("ada", { ...noTicks, dismissed: true });
  if (state.seenUntil !== undefined) saveSeenCalls("ada", { until: state.seenUntil, ids: [] });
  if (state.unsavedNotes !== undefined)
    createDraftStorage("ada").save("call-1", state.unsavedNotes);
  root.render(<Screen state={state} services={state.services()} />);
  const { change } = state;
  if (change === undefined) return;
  if (state.changeLater === true) window.changeGalleryState = () => state.set(change);
  else changeOnceRendered(state, change);
}

function Screen({ state, services }: { state: GalleryState; services: Services }): ReactElement {
  const { customer, ringWindow, path = "/", fragment = "" } = state;
  if (customer !== undefined) return <CustomerPage client={customer} services={services} />;
  if (ringWindow !== undefined) return <RingWindow client={ringWindow} services={services} />;
  return (
    <ServicesContext value={services}>
      <App path={path} fragment={fragment} />
    </ServicesContext>
  );
}

function Links() {
  return (
    <ul>
      {Object.keys(galleryStates).map((name) => (
        <li key={name}>
          <a href={`?state=${name}`}>{name}</a>
        </li>
      ))}
    </ul>
  );
}

/**
 * Changes the state after the first rendering. Some screens need this, for example a call that is
 * put on hold.
 */
function changeOnceRendered(state: GalleryState, change: Partial<ClientState>): void {
  if (document.querySelector("main") === null) {
    requestAnimationFrame(() => changeOnceRendered(state, change));
    return;
  }
  state.set(change);
  document.documentElement.dataset["changed"] = "true";
}
