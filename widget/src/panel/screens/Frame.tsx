import { Component, type ComponentChildren, type VNode } from "preact";
import { Icon } from "./Icon.tsx";

/** One screen, as the frame shows it. */
export interface FrameProps {
  /** A new one may have taken the focused button away. */
  kind: string;
  title: string;
  /** Above the title. */
  lead?: ComponentChildren;
  /** Leaves the screen; without it the screen can only be left by its buttons. */
  onClose?: () => void;
  children?: ComponentChildren;
}

/**
 * The panel around every screen: its name, its way out, and where the keyboard is. It stays while
 * screens change, so that screen readers hear each new title, and the keyboard is led on only if it
 * was in the panel.
 */
export class Frame extends Component<FrameProps> {
  private section: HTMLElement | null = null;
  private hadFocus = true;

  override componentDidMount(): void {
    this.leadOn();
  }

  override componentDidUpdate({ kind }: FrameProps): void {
    if (kind !== this.props.kind) this.leadOn();
  }

  /** Not while the person types in the page: an incoming call must not take their keys. */
  private leadOn(): void {
    const { section } = this;
    if (
      this.hadFocus &&
      !document.activeElement?.matches(":read-write") &&
      !section?.matches(":focus-within")
    )
      section?.focus();
  }

  override render({ kind, title, lead, onClose, children }: FrameProps): VNode {
    return (
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape closes, and where the keyboard is must be known
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
        {lead}
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
