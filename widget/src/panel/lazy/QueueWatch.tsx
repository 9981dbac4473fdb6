import { Component } from "preact";
import type { Controller } from "../state/controller.ts";
import { queueState, type QueueState } from "./opening-hours.ts";
import type { Page } from "../state/screen.ts";

/** Interval in ms at which it asks. The list of agents has the same one. */
const intervalMs = 10_000;

/** Returns the page for customers who have read that nobody can take their call. */
const pageFor = ({ open, staffed }: QueueState): Page =>
  open ? { kind: "nobody", isBack: staffed !== false } : { kind: "hours" };

/**
 * Asks again whether someone can take calls, while a page says that nobody can. Then the page says
 * so. It stays, because its buttons must not move while the customer is about to press one.
 */
export class QueueWatch extends Component<{ controller: Controller }> {
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly ask = (): void => {
    if (!document.hidden) void this.update();
  };

  override componentDidMount(): void {
    this.timer = setInterval(this.ask, intervalMs);
    document.addEventListener("visibilitychange", this.ask);
  }

  override componentWillUnmount(): void {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.ask);
  }

  private async update(): Promise<void> {
    const { controller } = this.props;
    const state = await queueState(controller.client);
    const screen = controller.screen();
    // The customer may have gone to another page meanwhile.
    if (!state || (screen.kind !== "nobody" && screen.kind !== "hours")) return;
    const page = pageFor(state);
    const isBack = screen.kind === "nobody" && screen.isBack === true;
    if (page.kind !== screen.kind || (page.kind === "nobody" && page.isBack !== isBack))
      controller.show(page);
  }

  override render(): null {
    return null;
  }
}
