import { Component, type ReactNode } from 'react';

/**
 * A bundle is a stranger's file: one of the right shape whose values no screen can draw (a date that is none) closes,
 * and whoever opened it learns why, instead of an empty page.
 */
export class Unshowable extends Component<{ onFault: () => void; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(): void {
    this.props.onFault();
  }

  override render(): ReactNode {
    return this.state.failed ? null : this.props.children;
  }
}
