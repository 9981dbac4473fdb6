import { Component, type VNode } from "preact";
import type { FrameProps } from "../state/frame-props.ts";
import { Icon } from "./Icon.tsx";

/**
 * The panel around every screen, with its title and its close button. The frame stays while screens
 * change, so that screen readers read each new title. It moves the focus only if the focus was in
 * the panel.
 */
export class Frame extends Component<FrameProps> {
  private section: HTMLElement | null = null;
  private hadFocus = true;

  override componentDidMount(): void {
    this.moveFocus();
  }

  override componentDidUpdate({ kind }: FrameProps): void {
    if (kind !== this.props.kind) this.moveFocus();
  }

  /** Does nothing while the person types in the page: an incoming call must not take the keys. */
  private moveFocus(): void {
    const { section } = this;
    if (
      this.hadFocus &&
      !document.activeElement?.matches(":read-write") &&
      !section?.matches(":focus-within")
    )
      section?.focus();
  }

  override render({ kind, title, avatar, onClose, children }: FrameProps): VNode {
    return (
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- for Escape and focus
      <section
        ref={(section) => void (this.section = section)}
        class={`panel ${kind}`}
        lang="en"
        role={kind === "incoming" ? "alertdialog" : "dialog"}
        aria-labelledby="title"
        tabIndex={-1}
        onKeyDown={({ key }) => {
          if (key === "Escape") onClose?.();
        }}
        onFocusIn={() => (this.hadFocus = true)}
        onFocusOut={({ relatedTarget }) => (this.hadFocus = !relatedTarget)}
      >
        {avatar}
        <h2 id="title" aria-live="assertive">
          {title}
        </h2>
        {children}
        {onClose && (
          <button class="close" aria-label="Close" onClick={onClose}>
            <Icon name="x" />
          </button>
        )}
      </section>
    );
  }
}
